import { open, readdir, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { Command } from "commander";
import { emptyCounts, fidelityOf, type OutcomeCounts } from "../lib/workbooks/compare.ts";
import { CliError } from "./failure.ts";
import { count, printTable, progressBar } from "./print.ts";
import { recalcAll } from "./recalc-pool.ts";
import type { RecalcAnswer, RecalcTask } from "./recalc-worker.ts";

type Flags = { json?: true; tolerance: string; out?: string; jobs?: string; timeout: string; maxMismatches: string };

/** intake recalc FILE…: recalculate Excel files here and say where the results differ from what Excel saved. */
export const recalc = () =>
  new Command("recalc")
    .description("recalculate Excel files or folders, here and without any service, and compare with what Excel saved")
    .argument("<file...>")
    .option("--json", "one NDJSON line per file, then the totals")
    .option("--tolerance <t>", "how far two numbers may be apart", "1e-6")
    .option("--out <path>", "write the NDJSON to a file as well")
    .option("--jobs <n>", "files at once (default: one per core, up to 8)")
    .option("--timeout <seconds>", "for one file", "300")
    .option("--max-mismatches <n>", "cells listed per file", "100")
    .action(async (given: string[], flags: Flags) => {
      const started = performance.now();
      const tolerance = number("--tolerance", flags.tolerance, 0);
      const maxMismatches = number("--max-mismatches", flags.maxMismatches, 0);
      const jobs = number("--jobs", flags.jobs ?? String(Math.min(8, availableParallelism())), 1);
      const timeoutSeconds = number("--timeout", flags.timeout, 1);
      const found = await filesOf(given);
      if (!found.some(({ path }) => path !== null)) throw new CliError("no .xlsx or .xlsm file was found");

      const asLines = flags.json || !process.stdout.isTTY;
      const out = flags.out ? (await open(flags.out, "w")).createWriteStream() : null;
      const write = (line: unknown) => {
        const text = `${JSON.stringify(line)}\n`;
        if (asLines) process.stdout.write(text);
        out?.write(text);
      };
      const totals = new Totals();
      const lines: RecalcAnswer[] = [];
      const tasks = found.filter((one): one is { file: string; path: string } => one.path !== null);
      const answers = recalcAll(
        tasks.map(({ file, path }): RecalcTask => ({ file, path, tolerance, maxMismatches })),
        { jobs, timeoutSeconds },
      );
      const bar = progressBar("recalculating", found.length);
      for (const { file, path } of found) {
        const answer = path === null ? missing(file) : ((await answers.next()).value as RecalcAnswer);
        write(answer);
        totals.add(answer);
        if (!asLines) lines.push(answer);
        bar.update(totals.files, file);
      }
      bar.stop();
      const sums = totals.finish(performance.now() - started);
      write({ totals: sums });
      out?.end();
      if (!asLines) print(lines, sums);
    });

function number(flag: string, text: string, min: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < min) throw new CliError(`${flag} must be a number from ${min}`, 2);
  return value;
}

const missing = (file: string): RecalcAnswer => ({
  file,
  error: { code: "FILE_NOT_FOUND", message: "There is no such file" },
});

/** Files as given, and those inside folders; `path` is null for an argument that names nothing. */
async function filesOf(given: readonly string[]): Promise<{ file: string; path: string | null }[]> {
  const files: { file: string; path: string | null }[] = [];
  for (const argument of given) {
    const found = await stat(argument).catch(() => null);
    if (!found) files.push({ file: argument, path: null });
    else if (!found.isDirectory()) files.push({ file: argument, path: argument });
    else files.push(...(await workbooksIn(argument)));
  }
  return files;
}

async function workbooksIn(folder: string): Promise<{ file: string; path: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.xls[xm]$/i.test(entry.name) && !entry.name.startsWith("~$"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ file: join(folder, relative(folder, path)), path }));
}

class Totals {
  files = 0;
  #failed = 0;
  #formulas = 0;
  #circular = 0;
  #solved = 0;
  readonly #counts = emptyCounts();
  readonly #unsupported: Record<string, number> = {};

  add(answer: RecalcAnswer): void {
    this.files++;
    if ("error" in answer) {
      this.#failed++;
      return;
    }
    this.#formulas += answer.formula_cells;
    this.#circular += answer.circular;
    this.#solved += answer.solved;
    for (const key of Object.keys(this.#counts) as (keyof OutcomeCounts)[]) this.#counts[key] += answer[key];
    for (const [name, n] of Object.entries(answer.unsupported_functions)) {
      this.#unsupported[name] = (this.#unsupported[name] ?? 0) + n;
    }
  }

  finish(ms: number) {
    return {
      files: this.files,
      failed: this.#failed,
      formula_cells: this.#formulas,
      ...this.#counts,
      circular: this.#circular,
      solved: this.#solved,
      fidelity: fidelityOf(this.#counts),
      ms: Math.round(ms),
      unsupported_functions: this.#unsupported,
    };
  }
}

function print(lines: readonly RecalcAnswer[], totals: ReturnType<Totals["finish"]>): void {
  printTable(
    ["file", "formulas", "match", "differ", "no result", "circular", "fidelity", "ms"],
    lines.map((line) =>
      "error" in line
        ? [line.file, line.error.code, line.error.message, "", "", "", "", ""]
        : [
            line.file,
            count(line.formula_cells),
            count(line.matches),
            count(line.mismatches),
            count(line.errors + line.unsupported),
            `${line.solved}/${line.circular}`,
            line.fidelity === null ? "" : `${(line.fidelity * 100).toFixed(2)} %`,
            count(line.ms),
          ],
    ),
  );
  const share = totals.fidelity === null ? "nothing to judge" : `${(totals.fidelity * 100).toFixed(4)} % equal`;
  console.log(
    `\n${count(totals.files)} files, ${count(totals.failed)} not readable, ${count(totals.formula_cells)} formula cells: ${share}`,
  );
}
