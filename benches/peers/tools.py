"""What is run: the program, the yardsticks, the peers."""

import os
import shutil
import subprocess
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Row:
    name: str
    command: object  # a list, or text for bash; None where it cannot be run
    reads: object = None  # makes an Answer of its output; None where there is nothing to compare
    keep_output: bool = True
    every: int = 1  # runs in every so many rounds: some are slow
    note: str = ""
    jobs: int = 0


class Tools:
    def __init__(self, why502, yardstick, python):
        self.why502, self.yardstick, self.python = why502, yardstick, python
        said = subprocess.run([why502, "analyze", "--help"], capture_output=True, text=True)
        self.knows_summary = "--summary" in said.stdout

    def least(self, work, source, name=None):
        return Row(name or work, [self.yardstick, work, source])

    def analyze(self, source, name, *arguments, reads="report"):
        command = [self.why502, "analyze", "--quiet", "--format", "json", *arguments, source]
        return Row(name, command, reads)

    def summary(self, source, name, *arguments, reads="summary"):
        if not self.knows_summary:
            return Row(name, None, note="this program has no `--summary`")
        return self.analyze(source, name, "--summary", *arguments, reads=reads)

    def records(self, source, name, *arguments, **settings):
        command = [self.why502, "records", "--quiet", *arguments, source]
        return Row(name, command, **settings)

    def script(self, name, script, form, source, *way):
        module = {"duckdb_sql.py": "duckdb", "polars_scan.py": "polars", "chdb_sql.py": "chdb"}[script]
        if not self.has(module):
            return Row(name, None, note="not installed")
        return Row(name, [self.python, f"{HERE}/questions/{script}", form, source, *way], "lines")

    def has(self, module):
        found = subprocess.run([self.python, "-c", f"import {module}"], capture_output=True)
        return found.returncode == 0

    def piped(self, name, form, source, inflater, program, every=1, reads=None):
        missing = [tool for tool in (inflater[0], program[0]) if not shutil.which(tool)]
        if missing:
            return Row(name, None, note=f"{missing[0]} is not installed")
        if os.path.isdir(source):
            start = f"find '{source}/' -type f -name '*.gz' -print0 | sort -z | xargs -0 {' '.join(inflater)} | "
            return Row(name, start + " ".join(program), reads, every=every)
        return Row(name, f"{' '.join(program)} < '{source}'", reads, every=every)

    def mawk(self, name, form, source, *inflater):
        program = ["mawk", "-v", f"form={form}", "-f", f"'{HERE}/questions/question.awk'"]
        return self.piped(name, form, source, inflater, program, reads="lines")

    def goaccess(self, name, source, *inflater):
        # Only the panels that hold a part of the answer: statuses, URLs, time of day by minute.
        unused = "VISITORS REQUESTS_STATIC NOT_FOUND HOSTS OS BROWSERS REFERRERS REFERRING_SITES KEYPHRASES GEO_LOCATION VIRTUAL_HOSTS REMOTE_USER CACHE_STATUS MIME_TYPE TLS_TYPE ASN"
        panels = [f"--ignore-panel={panel}" for panel in unused.split()]
        program = ["goaccess", "-", "--no-global-config", "--log-format=AWSALB", "--hour-spec=min", "-o", "json", "--no-progress", *panels]
        return self.piped(name, "alb", source, inflater, program, every=3, reads="goaccess")

    def peers(self, form, source):
        rows = [
            self.script("DuckDB, lines split", "duckdb_sql.py", form, source, "split"),
            self.script("DuckDB read_csv", "duckdb_sql.py", form, source, "csv"),
            self.script("polars", "polars_scan.py", form, source),
            self.script("chdb (ClickHouse)", "chdb_sql.py", form, source),
        ]
        if os.path.isdir(source):
            rows.append(self.mawk("libdeflate-gunzip \\| mawk".replace("\\", ""), form, source, "libdeflate-gunzip", "-c"))
            rows.append(self.mawk("zcat | mawk", form, source, "zcat"))
        else:
            rows.append(self.mawk("mawk", form, source, "cat"))
        return rows
