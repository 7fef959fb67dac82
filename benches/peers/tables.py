"""Medians, ratios and their ranges as Markdown; and where it goes in docs/PERFORMANCE.md."""

import re
import statistics


def ratio(runs, base, of=lambda run: run.cpu_s, digits=2):
    """Median and range of the ratios to the base's run of the same round."""
    pairs = [(of(run), of(base[number])) for number, run in runs.items() if number in base]
    values = sorted(one / other for one, other in pairs if other)
    if not values:
        return ""
    text = f"{statistics.median(values):.{digits}f}"
    return text if len(values) == 1 else f"{text} ({values[0]:.{digits}f}–{values[-1]:.{digits}f})"


def median(runs, of):
    return statistics.median(of(run) for run in runs.values())


def peak(runs):
    """What lies under the floor is not known."""
    top = max(run.peak_mib for run in runs)
    floor = max(run.floor_mib for run in runs)
    return f"< {floor:.0f}" if top <= floor else f"{top:.0f}"


def table(title, rows, ours=()):
    """Rows are (name, runs by round, note); the first is what the others are measured by. `ours`
    names the rows whose share of every other row's CPU time is wanted."""
    base = rows[0][1]
    own = [runs for name, runs, _ in rows if name in ours]
    heads = [title, "CPU s", f"× {rows[0][0]}", "wall s", "wall ×", "peak MiB"]
    heads += [f"`{name}` needs of it" for name in ours]
    noted = any(note for _, _, note in rows)
    heads += ["note"] if noted else []
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (5 + len(own)) + " --- |" * noted]
    for name, runs, note in rows:
        if not runs:
            cells = [name] + ["–"] * (5 + len(own))
        else:
            cells = [
                name.replace("|", "\\|"),
                f"{median(runs, lambda run: run.cpu_s):.2f}",
                ratio(runs, base),
                f"{median(runs, lambda run: run.wall_s):.2f}",
                ratio(runs, base, lambda run: run.wall_s),
                peak(runs.values()),
            ]
            cells += [ratio(one, runs, digits=3) for one in own]
        lines.append("| " + " | ".join(cells + [note] * noted) + " |")
    return "\n".join(lines)


def write(path, section, text):
    """Replaces what stands between the section's markers."""
    with open(path) as page:
        content = page.read()
    begin, end = f"<!-- measured:{section} -->", f"<!-- /measured:{section} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    content, found = pattern.subn(lambda _: f"{begin}\n{text}\n{end}", content)
    if not found:
        raise SystemExit(f"{path} has no markers for {section}")
    with open(path, "w") as page:
        page.write(content)
