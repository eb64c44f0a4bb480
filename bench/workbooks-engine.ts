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
import { createEngine } from "../lib/workbooks/engine/engine.ts";
import { FORMULAS_PER_ROW, modelOf, rowOf, writeModel } from "./workbooks-model.ts";

const { values: args } = parseArgs({
  options: {
    formulas: { type: "string", default: "100000" },
    peers: { type: "boolean", default: false },
    hyperformula: { type: "string", default: "hyperformula" },
    python: { type: "string", default: "python3" },
  },
});
const formulas = Number(args.formulas);
const rows = Math.round(formulas / FORMULAS_PER_ROW);

const seconds = (start: number): number => (performance.now() - start) / 1000;

function intake(): { seconds: number; changeMs: number; check: unknown } {
  const workbook = modelOf(rows);
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
  const cells = Array.from({ length: rows }, (_, at) => rowOf(at + 1, rows));
  const start = performance.now();
  const engine = loaded.HyperFormula.buildFromArray(cells, { licenseKey: "gpl-v3", useColumnIndex: true });
  const check = engine.getCellValue({ sheet: 0, row: rows - 1, col: 3 });
  return { seconds: seconds(start), check };
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
    formulas: rows * FORMULAS_PER_ROW,
    seconds: round(own.seconds),
    change_ms: round(own.changeMs),
    rss_mib: Math.round(process.memoryUsage().rss / 2 ** 20),
    peers: args.peers ? await peers(own.seconds) : {},
  }),
);
