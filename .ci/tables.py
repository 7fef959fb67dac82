"""Reads back what the program writes as tables, and has it read Parquet that pyarrow wrote.

Usage: tables.py PROGRAM, in the root of the clone. The NDJSON of the same records is the truth.
"""

import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb
import pyarrow as pa
import pyarrow.dataset as dataset
import pyarrow.ipc as ipc
import pyarrow.parquet as parquet

PROGRAM = sys.argv[1]
SAMPLES = "sample-logs"
COMMON = {
    "format": "dictionary",
    "source": pa.large_string(),
    "line": pa.int64(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "status": pa.int32(),
    "signature": "dictionary",
    "failure_side": "dictionary",
    "start_timestamp": pa.timestamp("us", tz="UTC"),
}


def run(*arguments, status=0):
    """Runs the program; gives stdout."""
    command = [PROGRAM, *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, check=False)
    if ended.returncode != status:
        raise SystemExit(f"{command} ended with {ended.returncode}: {ended.stderr.decode()}")
    return ended.stdout


def ndjson(*arguments):
    """Records as dictionaries."""
    lines = run("records", *arguments, "--format", "ndjson").splitlines()
    return [json.loads(line) for line in lines]


def by_format(records):
    """Records by the name of their format, in order."""
    tables = {}
    for record in records:
        tables.setdefault(record["format"], []).append(record)
    return tables


def spelt(value):
    """A value of a table as NDJSON has it."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value


def row_as_record(row):
    """A row without what is null, with the members of its last column."""
    record = {key: spelt(value) for key, value in row.items() if value is not None}
    record.update(json.loads(record.pop("other", "{}")))
    return record


def record_as_row(record, text_columns):
    """A record without what is null; arrays and numbers are text where the column is text."""
    row = {}
    for key, value in record.items():
        if value is None:
            continue
        if key in text_columns and not isinstance(value, str):
            row[key] = None if isinstance(value, list) else value
        else:
            row[key] = value
    return row


def same_rows(name, table, records):
    """Every value of the table is that of the record, and has the type it should have."""
    for column, kind in COMMON.items():
        found = table.schema.field(column).type
        right = pa.types.is_dictionary(found) if kind == "dictionary" else found == kind
        assert right, f"{name}: {column} is {found}"
    assert table.num_rows == len(records), f"{name}: {table.num_rows} rows, {len(records)} records"
    columns = set(table.column_names)
    texts = {field.name for field in table.schema if pa.types.is_large_string(field.type)}
    for row, record in zip(table.to_pylist(), records):
        found, wanted = row_as_record(row), record_as_row(record, texts)
        for key in found.keys() | wanted.keys():
            left, right = found.get(key), wanted.get(key)
            if right is None and record.get(key) is not None:
                left, right = json.loads(left), record[key]  # an array
            assert left == right, f"{name}: {key} is {left!r}, not {right!r} in {record}"
    return columns


def sums(name, path, records):
    """DuckDB counts as many rows, and has the same sums of numbers."""
    found = duckdb.sql(f"describe select * from read_parquet('{path}')").fetchall()
    numbers = [row[0] for row in found if row[1] in ("BIGINT", "INTEGER", "DOUBLE")]
    asked = ", ".join(f'sum("{key}")' for key in numbers)
    counted, *added = duckdb.sql(f"select count(*), {asked} from read_parquet('{path}')").fetchall()[0]
    assert counted == len(records), f"{name}: DuckDB counts {counted}"
    for key, total in zip(numbers, added):
        values = [record.get(key) for record in records]
        wanted = sum(v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool))
        assert abs((total or 0) - wanted) <= 1e-6 * max(1, abs(wanted)), f"{name}: sum of {key}"
    kind = dict((row[0], row[1]) for row in found)["timestamp"]
    assert kind == "TIMESTAMP WITH TIME ZONE", kind


def check_records(folder):
    """Parquet and Arrow of all samples, a table for each format."""
    truth = by_format(ndjson(SAMPLES))
    for kind in ("parquet", "arrow"):
        run("records", SAMPLES, "--format", kind, "-o", f"{folder}/{kind}/")
        found = sorted(path.name for path in (folder / kind).iterdir())
        assert found == sorted(truth), f"{found}, not {sorted(truth)}"
    for name, records in truth.items():
        table = parquet.read_table(folder / "parquet" / name / "part-00000.parquet")
        columns = same_rows(name, table, records)
        assert columns >= set(COMMON) | {"other"}
        arrow = ipc.open_file(folder / "arrow" / name / "part-00000.arrow").read_all()
        same_rows(f"{name} as Arrow", arrow, records)
        sums(name, folder / "parquet" / name / "part-00000.parquet", records)
    for jobs in (1, 3):
        run("records", SAMPLES, "--format", "parquet", "-j", jobs, "-o", f"{folder}/j{jobs}/")
        for path in (folder / "parquet").rglob("*.parquet"):
            other = folder / f"j{jobs}" / path.relative_to(folder / "parquet")
            assert path.read_bytes() == other.read_bytes(), f"{path} differs with {jobs} threads"
    run("records", SAMPLES, "-o", folder / "mixed.parquet", status=2)
    assert not (folder / "mixed.parquet").exists()
    run("records", SAMPLES, "-o", folder / "some.parquet", "--fields", "format,timestamp,status")
    assert parquet.read_metadata(folder / "some.parquet").num_rows == sum(map(len, truth.values()))
    return truth


def check_partitions(folder, truth):
    """A folder a day, read as such by DuckDB and by pyarrow."""
    run("records", SAMPLES, "--partition-by", "day", "-o", folder / "tables")
    for name, records in truth.items():
        wanted = {}
        for record in records:
            day = record["timestamp"][:10]
            wanted[day] = wanted.get(day, 0) + 1
        path = folder / "tables" / name
        asked = f"select day::varchar, count(*) from '{path}/*/*.parquet' group by day"
        assert dict(duckdb.sql(asked).fetchall()) == wanted, name
        table = dataset.dataset(path, partitioning="hive").to_table(columns=["day"])
        assert table.num_rows == len(records), name
    one = folder / "one"
    run("records", f"{SAMPLES}/rolling-deploy", "--partition-by", "day", "-o", one)
    assert all(path.name.startswith("day=") for path in one.iterdir())
    run("records", f"{SAMPLES}/rolling-deploy", "--partition-by", "day", "-o", one, status=2)


DELIVERED = {"alb": {"request": "request_line"}, "nlb": {}, "cloudfront": {}, "vpc_flow": {}}


def check_delivered(folder, truth):
    """Logs as AWS delivers them in Parquet are the same records."""
    raw = by_format(ndjson(SAMPLES, "--raw"))
    for name, names in DELIVERED.items():
        logged = raw[name]
        keys = dict.fromkeys(key for record in logged for key in record if key not in COMMON)
        keys = [key for key in keys if key != "extra" and not key.startswith("field_")]
        columns = {}
        for key in keys:
            values = [record.get(key) for record in logged]
            if name != "vpc_flow" or any(isinstance(value, str) for value in values):
                values = [None if value is None else str(value) for value in values]
            columns[names.get(key, key)] = values
        path = folder / f"{name}-delivered.parquet"
        parquet.write_table(pa.table(columns), path, row_group_size=1000, compression="snappy")
        found = ndjson(path)
        assert len(found) == len(truth[name]), f"{name}: {len(found)} of {len(truth[name])}"
        for place, (left, right) in enumerate(zip(found, truth[name])):
            assert left["line"] == place + 1
            for key in ["timestamp", "status", "signature", "failure_side", *keys]:
                assert left.get(key) == right.get(key), f"{name}: {key}: {left}, not {right}"
        summary = json.loads(run(path, "--format", "json"))["input"]
        assert summary["lines"] == summary["records"] == len(found), summary
    damaged = folder / "damaged.parquet"
    whole = (folder / "alb-delivered.parquet").read_bytes()
    damaged.write_bytes(whole[: len(whole) // 2])
    run(damaged, status=4)
    damaged.write_bytes(whole[:5000] + bytes(200) + whole[5200:])
    ended = subprocess.run([PROGRAM, str(damaged)], capture_output=True, check=False)
    assert ended.returncode in (3, 4), ended
    assert b"panicked" not in ended.stderr, ended.stderr


def check_summary(folder):
    """Every table of a summary, as CSV and as Parquet."""
    source = f"{SAMPLES}/rolling-deploy"
    summary = json.loads(run(source, "--format", "json", "--tables", folder / "csv"))
    run(source, "--tables", folder / "typed", "--tables-format", "parquet")
    names = sorted(path.stem for path in (folder / "csv").iterdir())
    assert names == sorted(path.stem for path in (folder / "typed").iterdir())
    lists = ["signatures", "status_pairs", "incidents", "findings", "evidence"]
    counts = {name: len(summary[name]) for name in lists}
    counts["timeline"] = len(summary["timeline"]["buckets"])
    counts["status_counts"] = len(summary["status_counts"])
    counts["dimensions"] = sum(len(one["values"]) for one in summary["dimensions"])
    for name in names:
        typed = parquet.read_table(folder / "typed" / f"{name}.parquet")
        path = folder / "csv" / f"{name}.csv"
        asked = f"select count(*) from read_csv('{path}', header=true, all_varchar=true)"
        rows = duckdb.sql(asked).fetchall()[0][0]
        assert typed.num_rows == rows == counts.get(name, rows), f"{name}: {rows}"
    total = f"select sum(requests) from '{folder}/typed/status_counts.parquet'"
    assert duckdb.sql(total).fetchall()[0][0] == summary["requests"]


def check_questions(folder):
    """Every question of the page has an answer in the samples."""
    page = pathlib.Path("docs/TABLES.md").read_text(encoding="utf-8")
    questions = re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(questions) >= 10, f"{len(questions)} questions"
    for question in questions:
        asked = question.replace("'tables/", f"'{folder}/tables/")
        rows = duckdb.sql(asked).fetchall()
        assert rows, f"no answer to:\n{question}"
    return len(questions)


def main():
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        truth = check_records(folder)
        check_partitions(folder, truth)
        check_delivered(folder, truth)
        check_summary(folder)
        questions = check_questions(folder)
    total = sum(map(len, truth.values()))
    print(f"tables: {len(truth)} formats, {total} records, {questions} questions: all as they are")


if __name__ == "__main__":
    main()
