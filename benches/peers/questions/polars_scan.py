"""polars: scan_csv with the whole schema given (no inference), numbers read as numbers, only the columns
asked for selected before anything is collected, the streaming engine; then the questions, lazily, on
the narrow frame. Reading lines and splitting them costs it more."""

import sys

import polars as pl

from columns import COLUMNS, COUNT, PATH, SEPARATOR, files, say

form, source = sys.argv[1:3]
at = COLUMNS[form]
column = lambda name: pl.col("c%d" % at[name])
schema = {"c%d" % i: pl.String for i in range(COUNT)}
schema["c%d" % at["status"]] = pl.UInt16
schema["c%d" % at["seconds"]] = pl.Float64
alb = form == "alb"
logs = pl.scan_csv(
    files(source),
    separator=SEPARATOR[form],
    quote_char='"' if alb else None,
    comment_prefix=None if alb else "#",
    has_header=False,
    schema=schema,
)
minute = column("time").str.head(16) if alb else column("date") + "T" + column("time").str.head(5)
failed = column("status") == 502
wanted = {
    "minute": minute,
    "status": column("status"),
    "second": column("second"),
    "seconds": column("seconds"),
    "path": pl.when(failed).then(column("request" if alb else "url")),
}
if alb:
    wanted["target"] = pl.when(failed).then(column("target"))
rows = logs.select(**wanted).collect(engine="streaming").lazy()
if alb:
    of_request = pl.col("path").str.splitn(" ", 3).struct[1]
else:
    of_request = pl.col("path")
paths = rows.filter(pl.col("path").is_not_null()).select(path=of_request.str.extract(PATH, 1))


def top(frame, name):
    counted = frame.filter(pl.col(name).is_not_null()).group_by(name).len()
    return counted.sort(["len", name], descending=[True, False]).head(10)


measured = rows.filter(pl.col("seconds") >= 0).select(
    low=pl.col("seconds").quantile(0.5, "equiprobable"), high=pl.col("seconds").quantile(0.99, "equiprobable")
)
questions = [rows.group_by("minute", "status", "second").len(), top(paths, "path"), measured]
if alb:
    questions.append(top(rows, "target"))
answers = pl.collect_all(questions)
for minute, status, second, count in answers[0].iter_rows():
    say("cell", minute, "%03d" % status, second, count)
for name, index in [("path", 1), ("target", 3)]:
    for row in answers[index].iter_rows() if index < len(answers) else []:
        say(name, *row)
for q, value in zip(["0.5", "0.99"], answers[2].row(0)):
    say("quantile", q, value)
