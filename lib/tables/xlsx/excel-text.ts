/** What XML cannot hold, or would not give back: controls, CR, U+FFFE and U+FFFF, halves of surrogate pairs. */
const LOST =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\x00-\x08\x0b-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)/g;

/**
 * A text as a cell of an .xlsx file holds it: `_xHHHH_` for what XML cannot hold, and for a `_` that would be taken for
 * the start of such an escape.
 *
 * ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
 */
export function excelText(text: string): string {
  return text.replace(LOST, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);
}
