import { createRequire } from "node:module";

export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

/** Rows under their headings, columns padded; long cells are cut so that a row stays a line. */
export function printTable(headings: string[], rows: string[][]): void {
  const cell = (text: string) => {
    const line = text.replace(/[\r\n\t]+/g, " ");
    return line.length > 60 ? `${line.slice(0, 59)}…` : line;
  };
  const cells = [headings, ...rows.map((row) => row.map(cell))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((text, column) => text.padEnd(widths[column]!))
      .join("  ")
      .trimEnd();
  console.log(line(headings));
  console.log(widths.map((width) => "─".repeat(width)).join("  "));
  for (const row of cells.slice(1)) console.log(line(row));
}

/** A progress bar on a terminal; nothing in a pipe. */
export function progressBar(
  label: string,
  total: number,
): { update(value: number, note?: string): void; stop(): void } {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  // Loaded only where it shows: the package takes longer to start than a small file takes to check.
  const { SingleBar } = createRequire(import.meta.url)("cli-progress") as typeof import("cli-progress");
  const bar = new SingleBar({
    format: `${label.slice(0, 30).padEnd(30)} [{bar}] {percentage}% {note}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    stream: process.stderr,
  });
  bar.start(total, 0, { note: "" });
  return { update: (value, note = "") => bar.update(value, { note }), stop: () => bar.stop() };
}

export const count = (n: number): string => n.toLocaleString("en-US");
