import type { Score } from "./sniff-score.ts";

/** Delimiters worth trying, the usual ones first: on a draw the earlier wins. `trust` scales their score. */
export type Candidate = { delimiter: string; trust: number };

const USUAL: readonly Candidate[] = [
  { delimiter: ",", trust: 1 },
  { delimiter: ";", trust: 1 },
  { delimiter: "\t", trust: 1 },
  { delimiter: "|", trust: 1 },
  { delimiter: "||", trust: 1 },
  { delimiter: "::", trust: 1 },
  { delimiter: "~|~", trust: 1 },
  { delimiter: "\x01", trust: 1 },
  { delimiter: "\x1f", trust: 1 },
  { delimiter: "^", trust: 0.95 },
  { delimiter: "~", trust: 0.95 },
  { delimiter: ":", trust: 0.8 },
  { delimiter: " ", trust: 0.75 },
  { delimiter: "#", trust: 0.7 },
  { delimiter: "*", trust: 0.7 },
  { delimiter: "&", trust: 0.7 },
  { delimiter: "!", trust: 0.7 },
];

/** Times and addresses, whose colons do not divide fields. */
const COLON_ATOMS = /\d:\d\d|:\/\//g;

export function delimiterCandidates(text: string): Candidate[] {
  return USUAL.filter(({ delimiter }) => {
    if (delimiter === ",") return true; // stands for "one column" where there is none
    return text.includes(delimiter) && (delimiter !== ":" || dividesByColon(text));
  });
}

function dividesByColon(text: string): boolean {
  return (text.match(COLON_ATOMS)?.length ?? 0) < (text.split(":").length - 1) / 2;
}

/**
 * How far a reading with this delimiter is believed. One that also occurs in running text must show more than lines
 * which happen to hold as many of it: three rows, and a column of numbers, dates, times or booleans.
 */
export function trustIn({ trust }: Candidate, score: Score): number {
  if (trust >= 0.9) return trust;
  return trust * Math.min(1, score.rows / 3) * (score.typed ? 1 : 0.4);
}
