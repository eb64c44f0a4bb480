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
  { delimiter: ", ", trust: 0.98 },
  { delimiter: "; ", trust: 0.98 },
  { delimiter: ":", trust: 0.8 },
  { delimiter: " ", trust: 0.75 },
  { delimiter: "#", trust: 0.7 },
  { delimiter: "*", trust: 0.7 },
  { delimiter: "&", trust: 0.7 },
  { delimiter: "!", trust: 0.7 },
];

export function delimiterCandidates(text: string): Candidate[] {
  return USUAL.filter(({ delimiter }) => text.includes(delimiter));
}
