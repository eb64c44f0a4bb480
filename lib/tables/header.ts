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

function nameIn(header: readonly (readonly string[])[], column: number): string {
  const parts = header.map((row) => (row[column] ?? "").replace(/[\s\0]+/g, " ").trim());
  const joined = parts.filter((part, place) => part !== "" && parts.indexOf(part) === place).join(" ");
  return joined.slice(0, MAX_NAME_LENGTH).trim();
}
