/**
 * Trim references: ranges without their blank edges. Users write them with dots, `A1.:.C4`; files spell them as calls,
 * `_TRO_ALL(A1:C4)`, and so does the engine, whose scanners take a dot for part of a name.
 */

const CALLS: Record<string, string> = { ".:.": "_TRO_ALL", ".:": "_TRO_LEADING", ":.": "_TRO_TRAILING" };
const DOTS = Object.fromEntries(Object.entries(CALLS).map(([dots, call]) => [call, dots]));

const TEXT = `"(?:[^"]|"")*"`;
const SHEET = String.raw`(?:'(?:[^']|'')*'!|[^\s"'()!,;+\-*/^&=<>]+!)?`;
/** A cell, a column or a row. */
const CORNER = String.raw`\$?[a-z]{1,3}(?:\$?\d+)?|\$?\d+`;
const CALL = new RegExp(`${TEXT}|(_TRO_(?:ALL|LEADING|TRAILING))\\((${SHEET}(?:${CORNER})):(${CORNER})\\)`, "gi");
const DOTTED = new RegExp(
  `${TEXT}|(?<![\\w.$])(${SHEET}(?:${CORNER}))(\\.:\\.|\\.:|:\\.)(${CORNER})(?![\\w.$(!])`,
  "gi",
);

/** A formula with `=` as its user sees it. */
export function shownFormula(formula: string): string {
  if (!/_TRO_/i.test(formula)) return `=${formula}`;
  const dotted = formula.replace(CALL, (whole: string, call?: string, first?: string, last?: string) =>
    call === undefined ? whole : `${first}${DOTS[call.toUpperCase()]}${last}`,
  );
  return `=${dotted}`;
}

/** A formula with its trim references spelled as calls. */
export function trimReferencesAsCalls(formula: string): string {
  if (!/\.:|:\./.test(formula)) return formula;
  return formula.replace(DOTTED, (whole: string, first?: string, dots?: string, last?: string) =>
    dots === undefined ? whole : `${CALLS[dots]}(${first}:${last})`,
  );
}
