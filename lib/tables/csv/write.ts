/** What makes a spreadsheet take a text for a formula (OWASP, CSV Injection). */
const FORMULA_START = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** A text cell that a spreadsheet would run as a formula gets a leading `'`; any other stays as it is. */
export const neutralized = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);

/** One record of RFC 4180: comma, doubled quotes, CRLF. A single blank cell is quoted, for an empty line is no record. */
export function csvLine(cells: readonly string[]): string {
  if (cells.length === 1 && cells[0] === "") return '""\r\n';
  return `${cells.map((cell) => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}
