/**
 * `npm run bench`: every benchmark, one after the other, each in a process of its own; what came of them goes to
 * bench/RESULTS.md.
 *
 *     npm run bench [-- --python /path/to/python]
 *
 * DuckDB, pandas and openpyxl are measured where the Python named has them (`pip install duckdb pandas openpyxl`). What
 * concerns the whole service is measured against a stack that is started for it. What could not be measured is named.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { machine } from "./machine.ts";

const { values: args } = parseArgs({ options: { python: { type: "string", default: "python3" } } });

type Result = Record<string, unknown>;
type Bench = { title: string; target: string; command: string[] };

/** A benchmark against a stack of its own. */
const againstStack = (program: string): string[] => ["../scripts/against-stack.mjs", program];

const BENCHES: Bench[] = [
  {
    title: "CSV of 1 M × 10 (108 MB): parse, types, nulls, on one thread",
    target: "≥ 300 MB/s; not slower than DuckDB; ≥ 6 × csv-parse",
    command: ["tables-validate.ts", "--runs", "3", "--python", args.python],
  },
  {
    title: "XLSX of 100,000 × 10: read and checked",
    target: "≥ 2.5 M cells/s; ≥ 4 × exceljs's stream reader",
    command: ["tables-xlsx.ts", "--runs", "2", "--python", args.python],
  },
  { title: "Memory of the reader alone on a CSV of 500 MB", target: "flat, < 256 MiB", command: ["worker-memory.ts"] },
  {
    title: "Upload of 500 MB to the service: memory over time, answer after the last byte",
    target: "worker flat, < 256 MiB; edge < 200 MiB; answer < 500 ms",
    command: againstStack("service-memory"),
  },
  {
    title: "Upload of 1 M × 10 to the service until COMPLETED",
    target: "rows loaded ≤ 12 s; only checked ≤ 2 s",
    command: againstStack("pipeline"),
  },
  {
    title: "50 uploads at once, the status of a job asked meanwhile",
    target: "GET /api/jobs/{id} p99 < 100 ms",
    command: againstStack("load"),
  },
  {
    title: "Rows a second of 1, 2 and 4 consumers of one worker each, all on this machine",
    target: "none: it tells what one machine and one database take",
    command: againstStack("consumers"),
  },
  {
    title: "A model of 100,000 formulas: built and calculated, one input changed",
    target: "see docs/engine-speed.md",
    command: ["workbooks-engine.ts"],
  },
  {
    title: "From 1,000 to 1,000,000 formulas; the chart is docs/img/engine-growth.svg",
    target: "1,000,000 formulas < 12 s; 100,000 formulas < 1 s, < 512 MiB, one input changed < 100 ms",
    command: ["workbooks-growth.ts"],
  },
  {
    title: "Imports by the service, alone and five at once, the job list asked meanwhile",
    target: "10,000 formulas < 0.8 s; 100,000 < 5 s; GET /api/jobs < 100 ms",
    command: againstStack("imports"),
  },
];

/** The last line that a benchmark prints is its result. */
function measure({ title, command }: Bench): Result {
  console.error(title);
  const [file, ...rest] = command;
  const path = fileURLToPath(new URL(file!, import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [path, ...rest], {
    encoding: "utf8",
    timeout: 600_000,
  });
  if (status !== 0) return { not_measured: stderr.trim().split("\n").at(-1) || "it took longer than ten minutes" };
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Result;
}

const sections = BENCHES.map((bench) => {
  const result = measure(bench);
  console.log(JSON.stringify(result));
  const json = JSON.stringify(result, null, 2).replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, " "));
  return `## ${bench.title}\n\nTarget: ${bench.target}\n\n\`\`\`json\n${json}\n\`\`\`\n`;
});

writeFileSync(
  new URL("RESULTS.md", import.meta.url),
  `# What the benchmarks gave

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. ${machine()}.

The load stands beside each result. Where it is above the number of cores, others were at work on the same machine:
absolute times are then worth little, and ratios are rough: Intake and DuckDB are given by the best of several runs,
csv-parse and papaparse by one.

${sections.join("\n")}`,
);
