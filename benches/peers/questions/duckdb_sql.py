"""DuckDB. Two ways in, both with one pass over the files into a table of six narrow columns (strings
of targets and URLs only where the status is 502), which the four questions are then put to:

split: every line as one column, cut with string_split. Nothing is unquoted or cast that is not asked
       for; right for these logs because the columns asked for stand before the first quoted one that
       may hold spaces.
csv:   read_csv with all columns declared (no sniffing), the unused ones dropped by projection.
"""

import sys

import duckdb

from columns import COLUMNS, COUNT, PATH, SEPARATOR, files, say

form, source, way = sys.argv[1:4]
at, separator = COLUMNS[form], SEPARATOR[form]
db = duckdb.connect()
# Order is of no use here, and keeping it costs.
db.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
db.execute("CREATE MACRO path_of(url) AS regexp_extract(url, '%s', 1)" % PATH)
if way == "split":
    # A separator that no line holds, and no quotes: one column.
    rows = "SELECT string_split(line, '%s') AS f FROM read_csv(?, columns={'line': 'VARCHAR'}, delim=chr(1), quote='', escape='', header=false, auto_detect=false, comment='')" % separator
    if form == "cloudfront":
        rows += " WHERE NOT starts_with(line, '#')"
    word = lambda name: "f[%d]" % (at[name] + 1)
    url = word("url")
else:
    columns = ", ".join("'c%d': 'VARCHAR'" % i for i in range(COUNT))
    quote = '"' if form == "alb" else ""
    header = 0 if form == "alb" else 2
    rows = "SELECT * FROM read_csv(?, columns={%s}, delim='%s', quote='%s', escape='%s', header=false, skip=%d, auto_detect=false, strict_mode=false)" % (columns, separator, quote, "\\" if quote else "", header)
    word = lambda name: "c%d" % at[name]
    url = "split_part(%s, ' ', 2)" % word("request") if form == "alb" else word("url")
minute = word("time") + "[:16]" if form == "alb" else "%s || 'T' || %s[:5]" % (word("date"), word("time"))
target = word("target") if form == "alb" else "NULL"
status = word("status")
db.execute(
    f"""CREATE TEMP TABLE r AS SELECT {minute} AS minute, {status} AS status, {word("second")} AS second,
        TRY_CAST({word("seconds")} AS DOUBLE) AS seconds,
        CASE WHEN {status} = '502' THEN {target} END AS target,
        CASE WHEN {status} = '502' THEN path_of({url}) END AS path
        FROM ({rows})""",
    [files(source)],
)
for row in db.execute("SELECT minute, status, second, count(*) FROM r GROUP BY ALL").fetchall():
    say("cell", *row)
for name in ["target", "path"]:
    top = f"SELECT {name}, count(*) n FROM r WHERE {name} IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT 10"
    for row in db.execute(top).fetchall():
        say(name, *row)
quantiles = db.execute("SELECT quantile_disc(seconds, [0.5, 0.99]) FROM r WHERE seconds >= 0").fetchone()[0]
for q, value in zip(["0.5", "0.99"], quantiles):
    say("quantile", q, value)
