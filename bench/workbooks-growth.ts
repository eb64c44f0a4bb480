/**
 * How time and memory of the engine grow from 1,000 to 1,000,000 formulas, as a chart.
 *
 *     node bench/workbooks-growth.ts [--out docs/img/engine-growth.svg] [--runs 3]
 *
 * Each size is calculated by `workbooks-engine.ts` in processes of its own; the fastest of the runs counts. Prints one
 * JSON line.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { machine } from "./machine.ts";

const { values: args } = parseArgs({
  options: {
    out: { type: "string", default: fileURLToPath(new URL("../docs/img/engine-growth.svg", import.meta.url)) },
    runs: { type: "string", default: "3" },
  },
});
const SIZES = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

type Point = { formulas: number; seconds: number; change_ms: number; rss_mib: number };

function measure(formulas: number): Point {
  const bench = fileURLToPath(new URL("workbooks-engine.ts", import.meta.url));
  const runs = Array.from({ length: Number(args.runs) }, () => {
    const output = execFileSync(process.execPath, [bench, "--formulas", String(formulas)], { encoding: "utf8" });
    return JSON.parse(output) as Point;
  });
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

/** Plot area in the drawing's units. */
const PLOT = { left: 70, top: 50, width: 520, height: 300 };
/** Both axes are logarithmic: these are exponents of ten. */
const X = { from: 3, to: 6 };
const Y = { from: -3, to: 2 };
const SERIES = [
  { name: "build and calculate, s", color: "#1f6feb", value: ({ seconds }: Point) => seconds },
  { name: "change one input, s", color: "#2da44e", value: ({ change_ms }: Point) => change_ms / 1000 },
  { name: "memory of the process, GiB", color: "#bf8700", value: ({ rss_mib }: Point) => rss_mib / 1024 },
];

const across = (formulas: number) => PLOT.left + ((Math.log10(formulas) - X.from) / (X.to - X.from)) * PLOT.width;
const up = (value: number) => {
  const share = (Math.log10(value) - Y.from) / (Y.to - Y.from);
  return PLOT.top + (1 - Math.min(1, Math.max(0, share))) * PLOT.height;
};

function chart(points: readonly Point[]): string {
  const right = PLOT.left + PLOT.width;
  const bottom = PLOT.top + PLOT.height;
  const grid = [
    ...Array.from({ length: Y.to - Y.from + 1 }, (_, decade) => {
      const value = 10 ** (Y.from + decade);
      const y = up(value);
      const label = `<text x="${PLOT.left - 8}" y="${y + 4}" text-anchor="end">${value}</text>`;
      return `<path d="M${PLOT.left} ${y}H${right}" stroke="#d0d7de"/>${label}`;
    }),
    ...Array.from({ length: X.to - X.from + 1 }, (_, decade) => {
      const formulas = 10 ** (X.from + decade);
      const x = across(formulas);
      const label = `<text x="${x}" y="${bottom + 18}" text-anchor="middle">${formulas.toLocaleString("en-US")}</text>`;
      return `<path d="M${x} ${PLOT.top}V${bottom}" stroke="#d0d7de"/>${label}`;
    }),
  ];
  const lines = SERIES.map(({ name, color, value }, index) => {
    const at = points.map((point) => `${across(point.formulas).toFixed(1)},${up(value(point)).toFixed(1)}`);
    const dots = at.map(
      (place) => `<circle cx="${place.split(",")[0]}" cy="${place.split(",")[1]}" r="3" fill="${color}"/>`,
    );
    const legend = `<text x="${PLOT.left + index * 190}" y="30" fill="${color}">${name}</text>`;
    return `<polyline points="${at.join(" ")}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join("")}${legend}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" font-family="sans-serif" font-size="13">
<title>Time and memory from 1,000 to 1,000,000 formulas</title>
<rect width="640" height="400" fill="#ffffff"/>
${[...grid, ...lines].join("\n")}
<text x="${PLOT.left + PLOT.width / 2}" y="${bottom + 40}" text-anchor="middle">formulas</text>
</svg>
`;
}

const points = SIZES.map(measure);
writeFileSync(args.out, chart(points));
console.log(JSON.stringify({ bench: "workbooks-growth", machine: machine(), points }));
