"""Peers that live in Python, each reading a file to its end. Prints one JSON line: best seconds, rows, version, memory.

    python3 bench/python-peers.py duckdb FILE RUNS '{"threads": 1, "types": {"id": "BIGINT", …}}'
    python3 bench/python-peers.py pandas|openpyxl FILE RUNS '{}'
"""

import json
import resource
import sys
import time


def read_with_duckdb(path, settings):
    """DuckDB's CSV reader with the types given; counts rows, and those with a null."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {settings['threads']}")
    types = settings["types"]
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    nulls = " or ".join(f"{name} is null" for name in types)
    query = (
        f"select count(*), count(*) filter (where {nulls}) "
        f"from read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {columns})"
    )
    return lambda: connection.execute(query).fetchone()[0], duckdb.__version__


def read_with_pandas(path, _settings):
    """pandas' own C parser, which infers types and keeps the whole table."""
    import pandas

    return lambda: len(pandas.read_csv(path)), pandas.__version__


def read_with_openpyxl(path, _settings):
    """openpyxl's read-only mode, which streams."""
    import openpyxl

    def read():
        sheet = openpyxl.load_workbook(path, read_only=True).active
        return sum(1 for _ in sheet.iter_rows(values_only=True)) - 1

    return read, openpyxl.__version__


peer, path, runs, settings = sys.argv[1], sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4])
read, version = {"duckdb": read_with_duckdb, "pandas": read_with_pandas, "openpyxl": read_with_openpyxl}[peer](
    path, settings
)
best = None
for _ in range(runs):
    start = time.perf_counter()
    rows = read()
    seconds = time.perf_counter() - start
    best = seconds if best is None else min(best, seconds)
peak_mib = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps({"seconds": best, "rows": rows, "version": version, "peak_mib": peak_mib}))
