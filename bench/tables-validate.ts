/**
 * Checks a CSV of 1 M rows × 10 columns and 108 MB on one thread: parse, types, nulls; rows are not loaded.
 * Beside it, in the same run on the same file: csv-parse and papaparse (parsing alone, no types); and, where Python has
 * them, DuckDB's reader with the same types, on one thread and on every core, and pandas.
 *
 *     node bench/tables-validate.ts [--rows 1000000] [--runs 5] [--python python3]
 *
 * Prints one JSON line: the best of the runs of each in MB/s, how many times each peer's Intake's is, and the memory
 * that Intake had taken when its runs were over.
 */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { parse } from "csv-parse";
import Papa from "papaparse";
import { fileBytes } from "../lib/tables/file-bytes.ts";
import { openTable } from "../lib/tables/open-table.ts";
import { parseTableOptions } from "../lib/tables/options.ts";
import { generatePeople, PEOPLE_COLUMNS } from "./generate.ts";
import { machine } from "./machine.ts";
import { pythonPeer } from "./python-peer.ts";

const { values: args } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    runs: { type: "string", default: "5" },
    python: { type: "string", default: "python3" },
  },
});
const runs = Number(args.runs);
const path = await generatePeople(Number(args.rows));
const sizeBytes = statSync(path).size;

async function intake(loadRows: boolean): Promise<number> {
  const source = { fileType: "csv" as const, filename: path, sizeBytes, stream: fileBytes(path) };
  const table = await openTable(source, { options: parseTableOptions({ load_rows: loadRows }) });
  let rows = 0;
  for await (const chunk of table.check()) rows += chunk.rows - chunk.failed;
  return rows;
}

async function csvParse(): Promise<number> {
  let rows = -1;
  for await (const _ of createReadStream(path).pipe(parse())) rows++;
  return rows;
}

function papaparse(): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = -1;
    Papa.parse(createReadStream(path), {
      step: () => {
        rows++;
      },
      complete: () => resolve(rows),
      error: reject,
    });
  });
}

/** MB/s of the best of the runs. */
async function best(name: string, runs: number, act: () => Promise<number>): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const rows = await act();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    if (rows !== Number(args.rows)) throw new Error(`${name} read ${rows} rows`);
  }
  return sizeBytes / 1e6 / seconds;
}

const DUCKDB_TYPES = {
  integer: "BIGINT",
  string: "VARCHAR",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
  datetime: "TIMESTAMP",
} as const;

function inPython(peer: "duckdb" | "pandas", settings: { threads?: number } = {}): number | null {
  const types = Object.fromEntries(PEOPLE_COLUMNS.map(([name, type]) => [name, DUCKDB_TYPES[type]]));
  const result = pythonPeer(args.python, peer, path, { runs, types, ...settings });
  if (!result) return null;
  if (result.rows !== Number(args.rows)) throw new Error(`${peer} read ${result.rows} rows`);
  versions[peer] = result.version;
  return sizeBytes / 1e6 / result.seconds;
}

const versions: Record<string, string> = {};
readFileSync(path); // the system's cache is warm for all alike
const mine = await best("intake", runs, () => intake(false));
const peakMib = Math.round(process.resourceUsage().maxRSS / 1024);
const peers = {
  intake_json_rows: await best("intake", 2, () => intake(true)),
  csv_parse: await best("csv-parse", 1, csvParse),
  papaparse: await best("papaparse", 1, papaparse),
  duckdb_one_thread: inPython("duckdb", { threads: 1 }),
  duckdb_all_cores: inPython("duckdb", { threads: availableParallelism() }),
  pandas: inPython("pandas"),
};
const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(3)));
console.log(
  JSON.stringify({
    bench: "tables-validate",
    machine: machine(),
    file: `${args.rows} rows × 10 columns, ${rounded(sizeBytes / 1e6)} MB`,
    versions,
    intake_peak_mib: peakMib,
    mb_per_second: {
      intake: rounded(mine),
      ...Object.fromEntries(Object.entries(peers).map(([name, speed]) => [name, rounded(speed)])),
    },
    times_peer: Object.fromEntries(
      Object.entries(peers).map(([name, speed]) => [name, speed && rounded(mine / speed)]),
    ),
  }),
);
