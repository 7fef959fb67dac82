"""Answers of the tools in one form, and whether they agree."""

import json
import math
from collections import Counter
from dataclasses import dataclass, field

# The program counts durations in buckets of at most this relative width; all else is exact.
LATENCY_ERROR = 2**-6


@dataclass
class Answer:
    cells: Counter = field(default_factory=Counter)  # (minute, status, second) -> requests
    targets: list = field(default_factory=list)  # the ten of most 502s, (name, requests)
    paths: list = field(default_factory=list)
    quantiles: dict = field(default_factory=dict)  # "0.5" and "0.99" -> seconds


def of_lines(text):
    """What the scripts in `questions` print; awk leaves ranking to the reader, which is nothing."""
    answer, times = Answer(), Counter()
    names = {"target": Counter(), "path": Counter()}
    for line in text.splitlines():
        kind, *words = line.split("\t")
        if kind == "cell":
            answer.cells[tuple(words[:3])] += int(words[3])
        elif kind in names:
            names[kind][words[0]] += int(words[1])
        elif kind == "quantile":
            answer.quantiles[words[0]] = round(float(words[1]), 6)
        elif kind == "time" and float(words[0]) >= 0:
            times[float(words[0])] += int(words[1])
    answer.targets, answer.paths = top(names["target"]), top(names["path"])
    for q in ["0.5", "0.99"] if times else []:
        answer.quantiles[q] = quantile(times, float(q))
    return answer


def top(counts):
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]


def quantile(counts, q):
    rank = max(1, math.ceil(q * sum(counts.values())))
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank:
            return value


def same(one, other):
    """What differs between two peers, which are all exact."""
    wrong = []
    for part in ["cells", "targets", "paths"]:
        if getattr(one, part) != getattr(other, part):
            wrong.append(part)
    for q, value in one.quantiles.items():
        if value != other.quantiles[q]:
            wrong.append(f"quantile {q}: {value} and {other.quantiles[q]}")
    return wrong


def against_report(peer, text, is_alb=True):
    """What differs between a peer and the JSON of `analyze`; and what could not be compared. At the
    edge the second of a pair and the time asked for are not those of the report."""
    report = json.loads(text)
    wrong, left_out = [], []
    statuses, pairs = Counter(), Counter()
    for (_, status, second), count in peer.cells.items():
        statuses[str(int(status))] += count
        pairs[status, second] += count
    ours = {str(int(status)): count for status, count in report["status_counts"].items()}
    if dict(statuses) != ours:
        wrong.append(f"statuses: {dict(statuses)} and {ours}")
    if not is_alb:
        left_out.append("result types, times")
    elif "status_pairs" in report:
        ours = Counter()
        for pair in report["status_pairs"]:
            second = pair.get("target_status")
            second = "-" if second is None else str(second)
            ours[str(pair["elb_status"]), second] += pair["requests"]
        if ours != pairs:
            wrong.append(f"status pairs: {dict(pairs)} and {dict(ours)}")
    else:
        left_out.append("status pairs")
    wrong += minutes(peer, report["timeline"])
    for q, key in [("0.5", "p50"), ("0.99", "p99")] if is_alb else []:
        exact, ours = peer.quantiles.get(q), report["latency"][key]
        if exact is not None and abs(exact - ours) > max(0.0015, exact * LATENCY_ERROR):
            wrong.append(f"{key}: {exact} and {ours}")
    return wrong, left_out


def minutes(peer, timeline):
    """Requests, and 502s, of every minute."""
    if timeline["bucket_seconds"] != 60:
        return []
    requests, failed = Counter(), Counter()
    for (minute, status, _), count in peer.cells.items():
        requests[minute] += count
        failed[minute] += count if status == "502" else 0
    for bucket in timeline["buckets"]:
        minute = bucket["start"][:16]
        if (requests[minute], failed[minute]) != (bucket["requests"], bucket["bad_gateways"]):
            theirs = (requests[minute], failed[minute])
            return [f"{minute}: {theirs} and {bucket}"]
    return []


def of_records(text):
    """Targets and paths of `records --fields target_port,request --format tsv` of the 502s."""
    targets, paths = Counter(), Counter()
    for line in text.splitlines()[1:]:
        target, request = line.split("\t")
        targets[target or "-"] += 1
        url = request.split(" ")[1].split("?")[0]
        paths["/" + url.split("/", 3)[3]] += 1
    return top(targets), top(paths)


def of_goaccess(peer, text):
    """It reports what it can: statuses of the lines it takes; what it leaves out is said."""
    report = json.loads(text)
    general = report["general"]
    codes = [code for group in report["status_codes"]["data"] for code in group.get("items", [])]
    failed = sum(code["hits"]["count"] for code in codes if code["data"].startswith("502"))
    exact = sum(count for (_, status, _), count in peer.cells.items() if status == "502")
    rejected = general["failed_requests"]
    return f"{failed} of {exact} 502s, rejects {rejected} of {general['total_requests']} lines; no targets, no percentiles"
