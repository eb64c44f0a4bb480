/** What a cell looks like, seen alone. Coarser than the types of a schema: it is there to tell cuts apart. */
export const CellLook = {
  blank: 0,
  integer: 1,
  number: 2,
  date: 3,
  time: 4,
  boolean: 5,
  code: 6,
  text: 7,
  odd: 8,
} as const;
export type CellLook = (typeof CellLook)[keyof typeof CellLook];

const INTEGER = /^[+-]?\d+$/;
const NUMBER =
  /^(?:[-+(]?[ ]?(?:[$€£¥]|[A-Z]{3} )?[ ]?[-+]?(?:\d{1,3}(?:[,.' \u00a0]\d{3})+|\d+)?(?:[.,]\d+|\d[.,]?)(?:[eE][+-]?\d+)?\)?[ ]?(?:%|[$€£¥]|°)?)$/;
const DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{1,2}[- .][A-Za-z]{3,9}\.?[- .,]+\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4}))?)?$/;
const TIME = /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?$/;
const BOOLEAN = /^(?:true|false|yes|no|y|n|t|f)$/i;
const CODE =
  /^(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?|ftp):\/\/\S+|[A-Za-z]+[-_]?\d[\w-]*|[0-9a-fA-F-]{8,}|\d+(?:\.\d+){2,})$/;
const NULL_MARK = /^(?:null|na|n\/a|nan|none|-|--|#n\/a|\\n|\?)$/i;

/** @param cell trimmed */
export function lookOf(cell: string): CellLook {
  if (cell === "") return CellLook.blank;
  const code = cell.charCodeAt(0);
  const mayBeNumber = code < 65 || code > 127;
  if (mayBeNumber) {
    if (INTEGER.test(cell)) return CellLook.integer;
    if (cell.length < 40) {
      if (NUMBER.test(cell)) return CellLook.number;
      if (DATE.test(cell)) return CellLook.date;
      if (TIME.test(cell)) return CellLook.time;
    }
  } else if (cell.length < 40 && DATE.test(cell)) return CellLook.date;
  if (cell.length < 6) {
    if (NULL_MARK.test(cell)) return CellLook.blank;
    if (BOOLEAN.test(cell)) return CellLook.boolean;
  }
  if (cell.length < 200 && CODE.test(cell)) return CellLook.code;
  return ODD.test(cell) || unbalanced(cell) ? CellLook.odd : CellLook.text;
}

/** Integers and other numbers are one kind. */
export const kindred = (look: CellLook): CellLook => (look === CellLook.integer ? CellLook.number : look);

/** Whether a cell of this look is hardly ever the name of a column. */
export const isTyped = (look: CellLook): boolean => look >= CellLook.integer && look <= CellLook.boolean;

/** What stands in running text only when something was cut wrongly: delimiters without a space, dangling quotes. */
const ODD = /[;|\t][^ ]|^[,;|:\]})]|[,;|([{]$|^["']|"$|[^ ,]{1,},[^ ,].*,[^ ]/;

function unbalanced(cell: string): boolean {
  let depth = 0;
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) depth++;
    else if (code === 41 || code === 93 || code === 125) depth--;
  }
  return depth !== 0;
}
