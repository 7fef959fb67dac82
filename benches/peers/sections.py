"""The tables: which rows each has, and on which input. Sizes are those the goals are stated for,
scaled where another size of the main archive is asked for."""

import os
import shutil
import statistics
import subprocess
import tempfile

import process
import tables


ALL = "why502"


def archive(bench):
    """The question put to 400 gzip objects."""
    tools, logs = bench.tools, bench.input("alb")
    rows = [
        tools.least("inflate", logs),
        tools.analyze(logs, ALL),
        tools.summary(logs, "why502 --summary"),
        tools.records(logs, "why502 records of the 502s", "--where", "elb_status_code = 502", "--fields", "target_port,request", "--format", "tsv", reads="records"),
        *tools.peers("alb", logs),
        tools.goaccess("zcat | goaccess", logs, "zcat"),
    ]
    return bench.table("ALB, gzip objects", rows, ours=[ALL, "why502 --summary"])


def plain(bench):
    """The same as one plain file; the yardstick counts its newlines."""
    tools, logs = bench.tools, bench.input("alb", "plain")
    rows = [
        tools.least("newlines", logs),
        tools.analyze(logs, ALL),
        tools.summary(logs, "why502 --summary"),
        *tools.peers("alb", logs),
    ]
    return bench.table("ALB, one plain file", rows, ours=[ALL, "why502 --summary"])


def cloudfront(bench):
    """Status and result type by minute, top paths of the 502s, percentiles of time-taken."""
    tools, logs = bench.tools, bench.input("cloudfront")
    rows = [
        tools.least("inflate", logs),
        tools.analyze(logs, ALL, reads="edge report"),
        tools.summary(logs, "why502 --summary", reads="edge report"),
        *tools.peers("cloudfront", logs),
    ]
    return bench.table("CloudFront, gzip objects", rows, ours=[ALL, "why502 --summary"])


def storm(bench):
    """Every second request a 502."""
    return alone(bench, "storm", "ALB storm")


def cardinality(bench):
    """A million paths and a million clients."""
    return alone(bench, "cardinality", "ALB, all paths and clients distinct")


def alone(bench, kind, title):
    tools, logs = bench.tools, bench.input(kind)
    rows = [
        tools.least("inflate", logs),
        tools.analyze(logs, ALL, reads=None),
        tools.summary(logs, "why502 --summary"),
    ]
    return bench.table(title, rows)


def single(bench):
    """One gzip member with everything; the inflated bytes of the yardstick fill 1 GiB of memory."""
    tools, logs = bench.tools, bench.input("alb", "gzip")
    rows = [
        tools.least("inflate", logs),
        tools.least("inflate", bench.input("alb"), "inflate, the same lines as objects"),
        tools.least("decode", logs, "the program's input layer alone"),
        tools.analyze(logs, ALL, reads=None),
        tools.summary(logs, "why502 --summary"),
    ]
    return bench.table("ALB, one gzip member", rows)


def jobs(bench):
    """One worker and two."""
    texts = []
    for form, work in [("objects", "inflate"), ("plain", "newlines")]:
        logs = bench.input("alb", form)
        rows = [bench.tools.analyze(logs, f"--jobs {n}", "--jobs", str(n), reads=None) for n in (1, 2)]
        texts.append(bench.table(f"ALB, {form}", rows))
    return "\n\n".join(texts)


def records(bench):
    """Every record as data, on one worker."""
    tools, logs = bench.tools, bench.input("alb")
    every = tools.records(logs, "records --format ndjson", "--format", "ndjson", "--jobs", "1", keep_output=False)
    some = tools.records(logs, "records --where 'elb_status_code = 502'", "--where", "elb_status_code = 502", "--jobs", "1", keep_output=False)
    written = int(process.run(" ".join(["'%s'" % word for word in every.command]) + " | wc -c").output)
    rows = [tools.least("inflate", logs), every, some]
    text = bench.table("ALB, gzip objects", rows)
    seconds = statistics.median(run.cpu_s for run in bench.last[every.name].values())
    return text + f"\n\n`{every.name}` writes {written} bytes: {written / seconds / 1e9:.2f} GB per CPU second."


def linear(bench):
    """CPU time per GiB of archives of growing size."""
    lines = ["| archive | objects | CPU s | CPU s per GiB | of the first |", "| --- | ---: | ---: | ---: | ---: |"]
    inputs = [(size, bench.input("alb", bytes=size)) for size in bench.sizes]
    runs = {size: {} for size in bench.sizes}
    for number in range(bench.rounds):
        for size, logs in inputs:
            runs[size][number] = process.run(bench.tools.analyze(logs, ALL).command)
    first = {number: run.cpu_s / bench.sizes[0] for number, run in runs[bench.sizes[0]].items()}
    for size, logs in inputs:
        per_gib = statistics.median(run.cpu_s for run in runs[size].values()) / size * 2**30
        ratios = sorted(run.cpu_s / size / first[number] for number, run in runs[size].items())
        objects = sum(len(files) for _, _, files in os.walk(logs))
        cpu = statistics.median(run.cpu_s for run in runs[size].values())
        lines.append(f"| {size / 2**30:.2f} GiB | {objects} | {cpu:.2f} | {per_gib:.3f} | {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f}) |")
    return "\n".join(lines)


def start(bench):
    """Start-up: nothing to read; and what the peers' Python takes before it does anything."""
    lines = ["| start | wall ms, median | range |", "| --- | ---: | ---: |"]
    with tempfile.TemporaryDirectory() as folder:
        commands = [("why502 analyze, an empty folder", [bench.tools.why502, "analyze", folder])]
        for module in ["duckdb", "polars", "chdb"]:
            if bench.tools.has(module):
                commands.append((f"import {module}", [bench.tools.python, "-c", f"import {module}"]))
        for name, command in commands:
            count = 20 if "why502" in name else 3
            walls = sorted(process.run(command, may_fail=True).wall_s * 1000 for _ in range(count))
            lines.append(f"| {name} | {statistics.median(walls):.1f} | {walls[0]:.1f}–{walls[-1]:.1f} |")
    return "\n".join(lines)


def sizes(bench):
    """The program on disk, stripped."""
    lines = ["| program | MiB, stripped |", "| --- | ---: |"]
    programs = [
        ("without `s3` and `tables`, `--profile dist`", bench.scratch + "/why502-dist"),
        ("without `s3` and `tables`, `--release`", bench.tools.why502),
        ("everything in, `--release`", bench.scratch + "/why502-full"),
    ]
    for name, path in programs:
        if os.path.exists(path) and shutil.which("strip"):
            with tempfile.NamedTemporaryFile() as stripped:
                subprocess.run(["strip", "-o", stripped.name, path], check=True)
                lines.append(f"| {name} | {os.path.getsize(stripped.name) / 2**20:.1f} |")
        else:
            lines.append(f"| {name} | not built here (`run --full`) |")
    return "\n".join(lines)


SECTIONS = {section.__name__: section for section in [archive, plain, cloudfront, storm, cardinality, single, jobs, records, linear, start, sizes]}
