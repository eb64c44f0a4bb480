import type { Score } from "./sniff-score.ts";

/** A delimiter worth trying. `trust` scales its score: less for what also stands in running text. */
export type Candidate = { delimiter: string; trust: number };

/** The usual ones first: on a draw the earlier wins. */
const SINGLE: readonly Candidate[] = [
  { delimiter: ",", trust: 1 },
  { delimiter: ";", trust: 1 },
  { delimiter: "\t", trust: 1 },
  { delimiter: "|", trust: 1 },
  { delimiter: "\x01", trust: 1 }, // Hive
  { delimiter: "\x1e", trust: 1 }, // ASCII record separator, which some take for the one between fields
  { delimiter: "\x1f", trust: 1 }, // ASCII unit separator
  { delimiter: "¦", trust: 0.95 },
  { delimiter: "§", trust: 0.95 },
  { delimiter: "^", trust: 0.95 },
  { delimiter: "~", trust: 0.95 },
  { delimiter: ":", trust: 0.8 },
  { delimiter: " ", trust: 0.75 },
  { delimiter: "#", trust: 0.7 },
  { delimiter: "*", trust: 0.7 },
  { delimiter: "&", trust: 0.7 },
  { delimiter: "!", trust: 0.7 },
  { delimiter: "@", trust: 0.7 },
  { delimiter: "+", trust: 0.7 },
  { delimiter: "?", trust: 0.7 },
];

/** From this trust on a delimiter is one that hardly stands in running text. */
const TRUSTED = 0.9;

/** What is left of the trust in a sign of running text by which the first line, header or not, is not divided. */
const UNNAMED = 0.4;

/** Two to four signs in a row that may be a delimiter. Commas and tabs in a row are empty fields. */
const RUN = /[!#&*:;<=>@^|~§¦]{2,4}/g;

/** Lines in which runs of signs are looked for, and the share of them that must have one. */
const RUN_LINES = 50;
const RUN_SHARE = 0.5;

/** Times and addresses, whose colons do not divide fields, unless the first line is divided by them too. */
const COLON_ATOMS = /\d:[0-5]\d(?::[0-5]\d)?|:\/\//g;

/** Date and time in one cell: the space between them does not divide fields, unless others do. */
const DATE_TIMES = /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} \d{1,2}:\d{2}(?::[\d.,]+)?(?: [AaPp][Mm])?/g;

export function delimiterCandidates(text: string): Candidate[] {
  const single = SINGLE.filter(({ delimiter }) => {
    if (delimiter === ",") return true; // stands for "one column" where there is none
    if (!text.includes(delimiter)) return false;
    if (delimiter === ":") return dividesByColon(text);
    return delimiter !== " " || isFrequentWithout(DATE_TIMES, text, " ");
  });
  const firstLine = /\S.*/.exec(text)?.[0].trimEnd() ?? "";
  const trusted = single.map(({ delimiter, trust }) => {
    const isNamed = trust >= TRUSTED || firstLine.indexOf(delimiter, 1) > 0;
    return { delimiter, trust: isNamed ? trust : trust * UNNAMED };
  });
  return [...trusted, ...runs(text).map((delimiter) => ({ delimiter, trust: 1 }))];
}

function dividesByColon(text: string): boolean {
  const bare = text.replace(COLON_ATOMS, "");
  const header = bare.slice(0, bare.search(/[\r\n]/));
  return header.includes(":") || isFrequentWithout(COLON_ATOMS, text, ":");
}

/** Whether more than half of the signs stand elsewhere than in what the pattern finds. */
function isFrequentWithout(atoms: RegExp, text: string, sign: string): boolean {
  return text.replace(atoms, "").split(sign).length > text.split(sign).length / 2;
}

function runs(text: string): string[] {
  const lines = text.split(/[\r\n]+/, RUN_LINES).filter((line) => line !== "");
  const counts = new Map<string, number>();
  for (const line of lines) {
    for (const run of new Set(line.match(RUN))) counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return [...counts.keys()].filter((run) => counts.get(run)! > lines.length * RUN_SHARE);
}

/**
 * How far a reading with this delimiter is believed. One that also occurs in running text must show more than lines
 * which happen to hold as many of it: three rows, and a column of numbers, dates, times or booleans.
 */
export function trustIn({ trust }: Candidate, score: Score): number {
  if (trust >= TRUSTED) return trust;
  return trust * Math.min(1, score.rows / 3) * (score.typed ? 1 : 0.4);
}
