"""Reads a CSV with DuckDB's own reader, types given, and counts the rows with a null. Prints seconds, one run a line.

    python3 bench/duckdb-validate.py FILE THREADS RUNS '{"id": "BIGINT", …}'
"""

import json
import sys
import time

import duckdb

path, threads, runs, types = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
connection = duckdb.connect()
connection.execute(f"set threads = {threads}")
columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
nulls = " or ".join(f"{name} is null" for name in types)
query = (
    f"select count(*), count(*) filter (where {nulls}) "
    f"from read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', columns = {columns})"
)
for _ in range(runs):
    start = time.perf_counter()
    rows, failed = connection.execute(query).fetchone()
    print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows, "version": duckdb.__version__}), flush=True)
