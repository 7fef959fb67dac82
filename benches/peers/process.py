"""One command, measured from outside."""

import os
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Run:
    cpu_s: float  # user and system seconds of it and of every process it waited for
    wall_s: float
    peak_mib: float  # of the largest single process
    floor_mib: float  # of this one: Linux counts what was there before the command was executed
    output: str
    output_bytes: int


def run(command, keep_output=True, may_fail=False):
    """`command` is a list, or text for bash. Without `keep_output` it writes to /dev/null."""
    if isinstance(command, str):
        command = ["bash", "-o", "pipefail", "-c", command]
    environment = dict(os.environ, LC_ALL="C")
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as messages:
        target = out if keep_output else subprocess.DEVNULL
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=target, stderr=messages, env=environment
        )
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0 and not may_fail:
            messages.seek(0)
            said = messages.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"failed with {child.returncode}: {command}\n{said}")
        size = out.tell() if not keep_output else os.fstat(out.fileno()).st_size
        out.seek(0)
        text = out.read().decode(errors="replace") if keep_output else ""
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, floor, text, size)
