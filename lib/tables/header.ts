/** Longest name that is kept, in characters: what the errors' column_name holds. */
const MAX_NAME_LENGTH = 255;

/**
 * The names of a table's columns.
 *
 * @param header the header rows, cells as read; empty when the table has none
 * @param width columns of the table
 * @returns `width` names: trimmed, several rows joined by spaces; blank ones `column_3` by position; repeated ones
 *          with `_2`, `_3` behind
 */
export function columnNames(header: readonly (readonly string[])[], width: number): string[] {
  const names: string[] = [];
  const taken = new Set<string>();
  const given = Array.from({ length: width }, (_, column) => nameIn(header, column));
  for (const [column, name] of given.entries()) {
    const base = name === "" ? `column_${column + 1}` : name;
    let unique = base;
    for (let count = 2; taken.has(unique) || (unique !== base && given.includes(unique)); count++) {
      unique = `${base.slice(0, MAX_NAME_LENGTH - 8)}_${count}`;
    }
    taken.add(unique);
    names.push(unique);
  }
  return names;
}

/**
 * The header as one row of texts: cells as read, blank and repeated ones too.
 *
 * @param header at least one row; texts of several are joined by spaces
 */
export function headerLine(header: readonly (readonly string[])[], width: number): string[] {
  return Array.from({ length: width }, (_, column) =>
    header
      .map((row) => row[column] ?? "")
      .filter((text) => text.trim() !== "" || header.length === 1)
      .join(" "),
  );
}

function nameIn(header: readonly (readonly string[])[], column: number): string {
  const parts = header.map((row) => (row[column] ?? "").replace(/[\s\0]+/g, " ").trim());
  const joined = parts.filter((part) => part !== "").join(" ");
  return joined.slice(0, MAX_NAME_LENGTH).trim();
}
