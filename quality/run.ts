/**
 * Every quality figure of the documents capability, with its target: a table, then one JSON line. Exit code 1 when a
 * held-out figure misses its target.
 *
 *     npm run quality
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { measureAnswers } from "./qa.ts";
import { measureSpeed } from "./speed.ts";
import { measureSummaries } from "./summary.ts";

type Line = {
  measure: string;
  tuning: number | null;
  heldOut: number | null;
  target: string;
  met: boolean;
  peer: string;
};

const lines: Line[] = [
  ...(await summaryLines()),
  ...(await answerLines()),
  ...(await extractLines()),
  ...(await speedLines()),
  ...(await extractSpeedLines()),
];
print(lines);
const missed = lines.filter(({ met }) => !met).map(({ measure }) => measure);
console.log(JSON.stringify({ quality: "documents", figures: lines, missed }));
process.exitCode = missed.length > 0 ? 1 : 0;

async function summaryLines(): Promise<Line[]> {
  const [tuning, heldOut] = [await measureSummaries("tuning"), await measureSummaries("held-out")];
  return [
    {
      measure: `summary, ROUGE-1 F1 (${heldOut.articles} articles)`,
      tuning: tuning.rouge1,
      heldOut: heldOut.rouge1,
      target: `≥ ${heldOut.textRank}`,
      met: heldOut.rouge1 >= heldOut.textRank && heldOut.rouge1 > heldOut.lead,
      peer: `TextRank ${heldOut.textRank}, lead ${heldOut.lead}`,
    },
  ];
}

async function answerLines(): Promise<Line[]> {
  const [tuning, heldOut] = [await measureAnswers("tuning"), await measureAnswers("held-out")];
  const atLeast = (measure: string, key: keyof typeof heldOut, target: number, peer = ""): Line => {
    const found = heldOut[key];
    return {
      measure,
      tuning: tuning[key],
      heldOut: found,
      target: `≥ ${target}`,
      met: found !== null && found >= target,
      peer,
    };
  };
  const { unsureRight } = heldOut;
  return [
    atLeast(
      `answers, first source covers (${heldOut.questions} questions)`,
      "first",
      0.8,
      `BM25 windows ${heldOut.bm25First}`,
    ),
    atLeast("answers, one of three covers", "top3", 0.92, `BM25 windows ${heldOut.bm25Top3}`),
    atLeast(`absent subject refused (${heldOut.absentQuestions} questions)`, "absent", 0.8),
    atLeast("answerable stays answerable", "answerable", 0.85),
    atLeast("right where confidence ≥ 0.7", "sureRight", 0.8),
    {
      measure: "right where confidence < 0.3",
      tuning: tuning.unsureRight,
      heldOut: unsureRight,
      target: "≤ 0.3",
      met: unsureRight === null || unsureRight <= 0.3,
      peer: "",
    },
  ];
}

type ExtractFigures = { similarity: number; heading_recall: number; heading_precision: number };

/** What a program of its own prints; one that misses a target says so by its exit code too. */
function printedBy(path: string): Promise<string> {
  const file = fileURLToPath(new URL(path, import.meta.url));
  return new Promise((resolve) => execFile(process.execPath, [file], (_, stdout) => resolve(stdout)));
}

async function extractLines(): Promise<Line[]> {
  const figures = (await printedBy("extract.ts"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const part = (name: string): ExtractFigures => figures.find((one) => one.part === name);
  const [tuning, heldOut] = [part("tuning"), part("held-out")];
  const targets: [keyof ExtractFigures, number][] = [
    ["similarity", 0.98],
    ["heading_recall", 0.8],
    ["heading_precision", 0.7],
  ];
  return targets.map(([key, target]) => ({
    measure: `extract, ${key.replace("_", " ")}`,
    tuning: tuning[key],
    heldOut: heldOut[key],
    target: `≥ ${target}`,
    met: heldOut[key] >= target,
    peer: "",
  }));
}

async function speedLines(): Promise<Line[]> {
  const { words, ...seconds } = await measureSpeed();
  const limits = { summary: 2, answer: 1.5, mindmap: 3 };
  return (Object.keys(limits) as (keyof typeof limits)[]).map((task) => ({
    measure: `${task} of ${words} words, seconds`,
    tuning: null,
    heldOut: seconds[task],
    target: `< ${limits[task]}`,
    met: seconds[task] < limits[task],
    peer: "",
  }));
}

/** Extraction of large files: each in a process of its own, whose memory is its own too. */
async function extractSpeedLines(): Promise<Line[]> {
  const { results } = JSON.parse(await printedBy("../bench/documents-extract.ts")) as {
    results: Record<string, Record<string, number>>;
  };
  return Object.entries(results).flatMap(([name, figures]) =>
    ["seconds", "mebibytes"].flatMap((unit) => {
      const limit = figures[`max_${unit}`];
      const value = figures[unit]!;
      const line = { measure: `extract ${name}, ${unit}`, tuning: null, heldOut: value, peer: "" };
      return limit === undefined ? [] : [{ ...line, target: `< ${limit}`, met: value < limit }];
    }),
  );
}

function print(found: readonly Line[]): void {
  const rows = [
    ["measure", "tuning", "held-out", "target", "", "peers"],
    ...found.map(({ measure, tuning, heldOut, target, met, peer }) => [
      measure,
      `${tuning ?? ""}`,
      `${heldOut ?? ""}`,
      target,
      met ? "met" : "MISSED",
      peer,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    );
}
