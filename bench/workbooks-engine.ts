/**
 * Builds and calculates a model of chains, lookups, running SUMIFs and texts, beside HyperFormula, LibreOffice and
 * IronCalc where they are installed; then changes one input and calculates what depends on it.
 *
 *     node bench/workbooks-engine.ts [--formulas 100000] [--peers] [--hyperformula <module>] [--python <python>]
 *
 * Prints one JSON line: seconds for building and calculating, milliseconds for changing an input (the middle of nine),
 * the process's memory, and how many times as long each peer took in the same run. With `--peers` the peers run too:
 * HyperFormula from `--hyperformula` (a path to its module) or node_modules, IronCalc by a Python that has it,
 * LibreOffice by `soffice` on the PATH (loading included, starting it and loading an empty file taken off).
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import exceljs from "exceljs";
import { createEngine } from "../lib/workbooks/engine/engine.ts";
import type { Cell, Sheet, Workbook } from "../lib/workbooks/model.ts";

const { values: args } = parseArgs({
  options: {
    formulas: { type: "string", default: "100000" },
    peers: { type: "boolean", default: false },
    hyperformula: { type: "string", default: "hyperformula" },
    python: { type: "string", default: "python3" },
  },
});
const formulas = Number(args.formulas);
/** Each row holds three values and five formulas. */
const rows = Math.round(formulas / 5);

function rowOf(row: number): (number | string)[] {
  const chain = row === 1 ? "=A1" : `=D${row - 1}+A${row}*0.5`;
  return [
    row,
    ((row * 7919) % rows) + 1,
    `k${row % 100}`,
    chain,
    `=VLOOKUP(B${row},$A$1:$C$${rows},3,FALSE)`,
    `=SUMIF(C$1:C${row},C${row},A$1:A${row})`,
    `=UPPER(C${row})&"-"&LEN(C${row})&A${row}`,
    `=IF(D${row}>1000,SUM(A$1:A${row}),ROUND(D${row}/3,2))`,
  ];
}

function model(): Workbook {
  const cells: Cell[] = [];
  for (let row = 1; row <= rows; row++) {
    rowOf(row).forEach((content, at) => {
      const isFormula = typeof content === "string" && content.startsWith("=");
      const formula = { text: String(content).slice(1), array: undefined, dynamic: false, anchor: undefined };
      cells.push({
        row,
        column: at + 1,
        raw: isFormula ? undefined : content,
        style: 0,
        formula: isFormula ? { ...formula, dataTable: false } : undefined,
      });
    });
  }
  const sheet: Sheet = {
    name: "Model",
    index: 0,
    type: "worksheet",
    state: "visible",
    dimension: null,
    protected: false,
    cells,
    mergedRanges: [],
    hiddenRows: new Set(),
    filteredRows: new Set(),
    hiddenColumns: new Set(),
    validations: [],
    columnWidths: new Map(),
    defaultColumnWidth: 8.43,
  };
  return {
    sheets: [sheet],
    definedNames: [],
    tables: [],
    externalLinks: [],
    date1904: false,
    calc: {
      mode: "auto",
      iterate: false,
      iterateCount: 100,
      iterateDelta: 0.001,
      fullCalcOnLoad: false,
      precisionAsDisplayed: false,
    },
    hasMacros: false,
    application: null,
    appVersion: null,
    created: null,
    modified: null,
    styles: [{ numberFormat: "General" }],
    warnings: [],
  };
}

const seconds = (start: number): number => (performance.now() - start) / 1000;

function intake(): { seconds: number; changeMs: number; check: unknown } {
  const workbook = model();
  const start = performance.now();
  const engine = createEngine(workbook);
  engine.recalculateNow();
  const total = seconds(start);
  const changes: number[] = [];
  for (let run = 1; run <= 9; run++) {
    const changed = performance.now();
    engine.setInput(0, Math.ceil((rows * run) / 10), 1, run);
    engine.recalculateNow();
    changes.push(seconds(changed) * 1000);
    engine.setInput(0, Math.ceil((rows * run) / 10), 1, Math.ceil((rows * run) / 10));
    engine.recalculateNow();
  }
  changes.sort((a, b) => a - b);
  return { seconds: total, changeMs: changes[4]!, check: engine.result(0, rows, 4)?.value };
}

type HyperFormulaModule = {
  HyperFormula: {
    buildFromArray(
      cells: (number | string)[][],
      options: object,
    ): { getCellValue(address: { sheet: number; row: number; col: number }): unknown };
  };
};

async function hyperformula(): Promise<{ seconds: number; check: unknown } | undefined> {
  const name = args.hyperformula.includes("/") ? pathToFileURL(args.hyperformula).href : args.hyperformula;
  const loaded: HyperFormulaModule | undefined = await import(name).catch(() => undefined);
  if (loaded === undefined) return undefined;
  const cells = Array.from({ length: rows }, (_, at) => rowOf(at + 1));
  const start = performance.now();
  const engine = loaded.HyperFormula.buildFromArray(cells, { licenseKey: "gpl-v3", useColumnIndex: true });
  const check = engine.getCellValue({ sheet: 0, row: rows - 1, col: 3 });
  return { seconds: seconds(start), check };
}

/** The model as a file without saved values, so that whoever opens it must calculate. */
async function writeModel(folder: string, name: string, count: number): Promise<string> {
  const path = join(folder, name);
  const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: path });
  const sheet = book.addWorksheet("Model");
  for (let row = 1; row <= count; row++) {
    const values = rowOf(row).map((content) =>
      typeof content === "string" && content.startsWith("=") ? { formula: content.slice(1) } : content,
    );
    sheet.addRow(values).commit();
  }
  await book.commit();
  return path;
}

/** A peer that takes longer is stopped, and its time given as this. */
const PEER_LIMIT_SECONDS = 180;

function libreOffice(folder: string, path: string): number | undefined {
  const start = performance.now();
  const profile = pathToFileURL(join(folder, "profile")).href;
  try {
    const target = ["--headless", `-env:UserInstallation=${profile}`, "--convert-to", "csv", "--outdir", folder, path];
    execFileSync("soffice", target, { stdio: "ignore", timeout: PEER_LIMIT_SECONDS * 1000 });
  } catch (error) {
    return timedOut(error) ? PEER_LIMIT_SECONDS : undefined;
  }
  // It ends well even where it cannot load the file.
  return existsSync(join(folder, `${basename(path, ".xlsx")}.csv`)) ? seconds(start) : undefined;
}

function ironCalc(path: string): number | undefined {
  const script = fileURLToPath(new URL("ironcalc-evaluate.py", import.meta.url));
  try {
    const output = execFileSync(args.python, [script, path], {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: PEER_LIMIT_SECONDS * 1000,
      maxBuffer: 2 ** 30,
      encoding: "utf8",
    });
    // It reports cells without saved values on the same stream; the time comes last.
    return Number(output.trim().split("\n").at(-1));
  } catch (error) {
    return timedOut(error) ? PEER_LIMIT_SECONDS : undefined;
  }
}

function timedOut(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ETIMEDOUT";
}

async function peers(own: number): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "workbooks-engine-"));
  try {
    const path = await writeModel(folder, "model.xlsx", rows);
    const empty = await writeModel(folder, "empty.xlsx", 1);
    libreOffice(folder, empty); // makes its profile
    const startUp = libreOffice(folder, empty);
    const loaded = startUp === undefined ? undefined : libreOffice(folder, path);
    const times = {
      hyperformula: (await hyperformula())?.seconds,
      libreoffice: loaded === undefined ? undefined : loaded - startUp!,
      ironcalc: ironCalc(path),
    };
    return Object.fromEntries(
      Object.entries(times).map(([name, time]) => [
        name,
        time === undefined ? "not installed" : { seconds: round(time), times_as_long: round(time / own) },
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const own = intake();
console.log(
  JSON.stringify({
    bench: "workbooks-engine",
    machine: `${cpus().length} × ${cpus()[0]?.model}`,
    node: process.version,
    formulas: rows * 5,
    seconds: round(own.seconds),
    change_ms: round(own.changeMs),
    rss_mib: Math.round(process.memoryUsage().rss / 2 ** 20),
    peers: args.peers ? await peers(own.seconds) : {},
  }),
);
