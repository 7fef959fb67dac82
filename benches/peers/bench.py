"""Measures: all rows of a table take turns, round after round, so that a busy machine slows all of
them; ratios are taken within a round. See README.md."""

import argparse
import glob
import os
import subprocess
import sys

import answers
import process
import tables
from sections import SECTIONS
from tools import Tools

UNITS = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
# Of the main archive, whose size may be chosen.
SHARES = {"alb": 1.0, "storm": 0.25, "cardinality": 0.652, "cloudfront": 0.293}


def size(text):
    for unit, factor in UNITS.items():
        if text.endswith(unit):
            return int(text[: -len(unit)]) * factor
    return int(text)


class Bench:
    def __init__(self, options):
        self.scratch, self.rounds, self.bytes = options.scratch, options.rounds, options.bytes
        self.sizes = options.linear or [self.bytes // 4, self.bytes, self.bytes * 4]
        self.generator = options.programs + "/xtask"
        why502 = options.why502 or options.programs + "/why502"
        self.tools = Tools(why502, options.programs + "/yardstick", options.python)
        self.last = {}

    def input(self, kind, form="objects", bytes=None):
        """The path of an input, made on first use. Reading it once puts it into the page cache."""
        wanted = int((bytes or self.bytes) * SHARES[kind])
        suffix = {"objects": "", "plain": ".log", "gzip": ".log.gz"}[form]
        path = f"{self.scratch}/inputs/{kind}-{wanted}{suffix}"
        if not os.path.exists(path):
            os.makedirs(self.scratch + "/inputs", exist_ok=True)
            made = path.replace(suffix, "") + ".making" + suffix
            subprocess.run(["rm", "-rf", made], check=True)
            command = [self.generator, "corpus", kind, made, "--bytes", str(wanted), "--as", form]
            subprocess.run(command, check=True, stdout=sys.stderr)
            os.rename(made, path)
        files = glob.glob(path + "/**/*.gz", recursive=True) if form == "objects" else [path]
        for file in files:
            with open(file, "rb") as content:
                while content.read(1 << 22):
                    pass
        return path

    def table(self, title, rows, ours=()):
        """Runs every row in every round, checks their answers and draws the table."""
        runs = {row.name: {} for row in rows}
        outputs = {}
        for number in range(self.rounds):
            for row in rows:
                if row.command is None or number % row.every:
                    continue
                print(f"{title}, round {number + 1} of {self.rounds}: {row.name}", file=sys.stderr)
                run = process.run(row.command, row.keep_output)
                outputs.setdefault(row.name, run.output)
                run.output = ""
                runs[row.name][number] = run
        self.last = runs
        notes = check(rows, outputs)
        drawn = [(row.name, runs[row.name], notes.get(row.name, row.note)) for row in rows]
        ours = [name for name in ours if runs.get(name)]
        return tables.table(title, drawn, ours)


def check(rows, outputs):
    """Compares every answer with that of the first exact one; disagreement ends the run."""
    read = {row.name: row.reads for row in rows if row.name in outputs}
    exact = {name: answers.of_lines(outputs[name]) for name, reads in read.items() if reads == "lines"}
    notes = {}
    if not exact:
        return notes
    first_name, first = next(iter(exact.items()))
    wrong = []
    for name, answer in exact.items():
        wrong += [f"{name} and {first_name}: {what}" for what in answers.same(answer, first)]
        notes[name] = "exact"
    for name, reads in read.items():
        differs = []
        if reads in ("report", "edge report", "summary"):
            differs, left_out = answers.against_report(first, outputs[name], reads != "edge report")
            notes[name] = "agrees" + (f"; not compared: {', '.join(left_out)}" if left_out else "")
        elif reads == "records":
            if answers.of_records(outputs[name]) != (first.targets, first.paths):
                differs = ["targets or paths"]
            notes[name] = "exact: top targets and paths"
        elif reads == "goaccess":
            notes[name] = answers.of_goaccess(first, outputs[name])
        wrong += [f"{name} and {first_name}: {what}" for what in differs]
    if wrong:
        raise SystemExit("answers differ:\n" + "\n".join(wrong))
    return notes


def machine(options):
    with open("/proc/cpuinfo") as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "?")
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return f"{model}, {cores} cores, load {load:.1f} at the end; {options.rounds} rounds, {options.bytes / 2**30:.3g} GiB."


def main():
    parser = argparse.ArgumentParser(prog="benches/peers/run", description=__doc__)
    parser.add_argument("sections", nargs="*", default=[], metavar="SECTION", help="tables to make, by default all: " + ", ".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--bytes", type=size, default=2**30, help="of the main archive, as in 16MiB; the other inputs in proportion")
    parser.add_argument("--linear", type=lambda text: [size(one) for one in text.split(",")], help="sizes of the archives of that section, as in 1GiB,4GiB,16GiB; by default a quarter of --bytes, --bytes, four times")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/PERFORMANCE.md")
    parser.add_argument("--why502", help="another program than the one of this tree")
    parser.add_argument("--scratch", help="folder for tools and inputs (by default in the cache folder)")
    parser.add_argument("--full", action="store_true", help="build the program with everything in too, for its size")
    for given_by_run in ["--programs", "--python", "--page"]:
        parser.add_argument(given_by_run, help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"no section {unknown[0]}")
    bench = Bench(options)
    for name in options.sections or SECTIONS:
        text = SECTIONS[name](bench)
        if name not in ("start", "sizes"):
            text += "\n\n" + machine(options)
        print(f"\n{text}\n", flush=True)
        if options.write:
            tables.write(options.page, name, "\n" + text + "\n")


if __name__ == "__main__":
    main()
