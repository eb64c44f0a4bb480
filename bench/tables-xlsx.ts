/**
 * Reads and checks a sheet of 100,000 rows × 10 columns on one thread, beside peers that only read: exceljs's stream
 * reader, @e965/xlsx (SheetJS), and openpyxl where Python has it.
 *
 *     node bench/tables-xlsx.ts [--rows 100000] [--runs 3] [--python python3]
 *
 * Prints one JSON line: the best of the runs of each in cells a second, how many times each peer's Intake's is, and the
 * memory that Intake had taken when its runs were over.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { read, utils } from "@e965/xlsx";
import exceljs from "exceljs";
import { openTable } from "../lib/tables/open-table.ts";
import { parseTableOptions } from "../lib/tables/options.ts";
import { machine } from "./machine.ts";
import { pythonPeer } from "./python-peer.ts";

const { values: args } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    runs: { type: "string", default: "3" },
    python: { type: "string", default: "python3" },
  },
});
const rows = Number(args.rows);
const COLUMNS = 10;

/** Writes a workbook as exceljs does, unless it is there: shared strings, dates, numbers, truth values. */
async function generateSheet(): Promise<string> {
  const path = fileURLToPath(new URL(`./data/people-${rows}.xlsx`, import.meta.url));
  if (existsSync(path)) return path;
  mkdirSync(fileURLToPath(new URL("./data/", import.meta.url)), { recursive: true });
  const options = { filename: `${path}.part`, useStyles: true, useSharedStrings: true };
  const book = new exceljs.stream.xlsx.WorkbookWriter(options);
  const sheet = book.addWorksheet("people");
  sheet.columns = ["id", "name", "city", "age", "amount", "rate", "active", "birthday", "note", "code"].map((key) => ({
    header: key,
    key,
    ...(key === "birthday" && { style: { numFmt: "yyyy-mm-dd" } }),
  }));
  for (let id = 1; id <= rows; id++) {
    const birthday = new Date(Date.UTC(1950 + (id % 50), id % 12, 1 + (id % 28)));
    const [age, amount, rate] = [18 + (id % 80), (id * 7919) / 100, ((id * 31) % 10_000) / 10_000];
    const texts = [`Name ${id % 1_000}`, `City ${id % 97}`];
    sheet.addRow([id, ...texts, age, amount, rate, id % 2 === 0, birthday, `note ${id}`, `C-${id % 500}`]).commit();
  }
  await book.commit();
  renameSync(`${path}.part`, path);
  return path;
}

const path = await generateSheet();

async function intake(): Promise<number> {
  const source = { fileType: "xlsx" as const, filename: path, sizeBytes: statSync(path).size, path };
  const table = await openTable(source, { options: parseTableOptions({ load_rows: false }) });
  let good = 0;
  for await (const chunk of table.check()) good += chunk.rows - chunk.failed;
  return good;
}

async function exceljsStream(): Promise<number> {
  let count = -1;
  const reader = new exceljs.stream.xlsx.WorkbookReader(path, {
    sharedStrings: "cache",
    styles: "cache",
    worksheets: "emit",
  });
  for await (const sheet of reader) for await (const _ of sheet) count++;
  return count;
}

async function sheetjs(): Promise<number> {
  const book = read(readFileSync(path), { dense: true, cellDates: true });
  return utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!, { header: 1 }).length - 1;
}

function openpyxl(): number | null {
  const result = pythonPeer(args.python, "openpyxl", path, { runs: 1 });
  if (result && result.rows !== rows) throw new Error(`openpyxl read ${result.rows} rows`);
  return result && (rows * COLUMNS) / result.seconds;
}

/** Cells a second of the best of the runs. */
async function best(name: string, act: () => Promise<number>): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < Number(args.runs); run++) {
    const start = performance.now();
    const read = await act();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    if (read !== rows) throw new Error(`${name} read ${read} rows`);
  }
  return (rows * COLUMNS) / seconds;
}

const mine = await best("intake", intake);
const peakMib = Math.round(process.resourceUsage().maxRSS / 1024);
const peers = {
  exceljs: await best("exceljs", exceljsStream),
  sheetjs: await best("sheetjs", sheetjs),
  openpyxl: openpyxl(),
};
const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(3)));
const each = (figure: (speed: number) => number) =>
  Object.fromEntries(Object.entries(peers).map(([name, speed]) => [name, rounded(speed && figure(speed))]));
console.log(
  JSON.stringify({
    bench: "tables-xlsx",
    machine: machine(),
    file: `${rows} rows × ${COLUMNS} columns, ${Math.round(statSync(path).size / 1e5) / 10} MB`,
    intake_peak_mib: peakMib,
    million_cells_per_second: { intake: rounded(mine / 1e6), ...each((speed) => speed / 1e6) },
    times_peer: each((speed) => mine / speed),
  }),
);
