"""chdb, which is ClickHouse in the process: LineAsString (no parsing of fields at all), splitByChar
limited to as many words as are asked for, one pass into a table in memory, strings of targets and URLs
only where the status is 502. Its CSV and CustomSeparated readers cost it half as much again."""

import sys

from chdb import session

from columns import COLUMNS, SEPARATOR, say

form, source = sys.argv[1:3]
at, separator = COLUMNS[form], SEPARATOR[form].replace("\t", "\\t")
word = lambda name: "f[%d]" % (at[name] + 1)
alb = form == "alb"
minute = f"substring({word('time')}, 1, 16)" if alb else f"concat({word('date')}, 'T', substring({word('time')}, 1, 5))"
target = f"if({word('status')} = '502', {word('target')}, '')" if alb else "''"
path = source if source.endswith(".log") else source + "/**/*.gz"
comments = "" if alb else "WHERE NOT startsWith(line, '#')"
db = session.Session()
db.query(
    f"""CREATE TABLE r ENGINE = Memory AS SELECT {minute} AS minute, {word('status')} AS status,
        {word('second')} AS second, toFloat64OrNull({word('seconds')}) AS seconds, {target} AS target,
        if(status = '502', extract({word('url')}, '^(?:[a-z]+://[^/?]*)?([^?]*)'), '') AS path
        FROM (SELECT splitByChar('{separator}', line, {max(at.values()) + 1}) AS f
        FROM file('{path}', 'LineAsString', 'line String') {comments})"""
)


def rows(query):
    text = str(db.query(query + " FORMAT TSV"))
    return [line.split("\t") for line in text.splitlines()]


for row in rows("SELECT minute, status, second, count() FROM r GROUP BY minute, status, second"):
    say("cell", *row)
for name in ["target", "path"]:
    for row in rows(f"SELECT {name}, count() AS n FROM r WHERE {name} != '' GROUP BY {name} ORDER BY n DESC, {name} LIMIT 10"):
        say(name, *row)
# Its ranks are floor(q n) and from 0; a hair less than q makes that the nearest rank, as elsewhere.
levels = "0.499999999999, 0.989999999999"
((quantiles,),) = rows(f"SELECT quantilesExact({levels})(seconds) FROM r WHERE seconds >= 0")
for q, value in zip(["0.5", "0.99"], quantiles.strip("[]").split(",")):
    say("quantile", q, value)
