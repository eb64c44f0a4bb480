/** What a cell looks like, seen alone. Coarser than the types of a schema: it is there to tell readings apart. */
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

/** Looks there are; a count per look is an array of this length. */
export const LOOKS = 9;

/** Characters of a cell that are looked at. */
const SEEN_LENGTH = 200;

/** Longest cell that may be a number, a date or a time. */
const TYPED_LENGTH = 40;

const NUMBER =
  /^[-+(]?(?:[$€£¥]|[A-Z]{3} )? ?[-+]?(?:\d{1,3}(?:[,.'\s]\d{3})+|\d+)?(?:[.,]\d+|\d[.,]?)(?:[eE][-+]?\d+)?\)?(?: ?[%$€£¥°])?$/;
const DATE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{1,2}[- .][A-Za-z]{3,9}\.?[- .,]+\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|[-+]\d{2}(?::?\d{2})?|[A-Z]{3,4}))?)?$/;
const TIME = /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?$/;
const BOOLEAN = /^(?:true|false|yes|no|[ynft])$/i;
const NULL_MARK = /^(?:null|na|n\/a|nan|none|--?|#n\/a|\\n|\?)$/i;
const ADDRESS = /^(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?|ftp):\/\/\S+)$/;
const CODE = /^(?:[A-Za-z]+[-_]?\d[\w-]*|[0-9a-fA-F-]{8,}|\d+(?:\.\d+){2,})$/;

/** @param cell trimmed */
export function lookOf(cell: string): CellLook {
  if (cell === "") return CellLook.blank;
  const digits = countDigits(cell);
  if (digits === cell.length) return CellLook.integer;
  if (digits > 0 && cell.length < TYPED_LENGTH) {
    if (NUMBER.test(cell)) return CellLook.number;
    if (DATE.test(cell)) return CellLook.date;
    if (TIME.test(cell)) return CellLook.time;
  }
  if (cell.length < 6) {
    if (NULL_MARK.test(cell)) return CellLook.blank;
    if (BOOLEAN.test(cell)) return CellLook.boolean;
  }
  if (cell.length < SEEN_LENGTH && ((digits > 0 && CODE.test(cell)) || ADDRESS.test(cell))) return CellLook.code;
  return isOdd(cell) ? CellLook.odd : CellLook.text;
}

/** Integers and other numbers are one kind. */
export const kindred = (look: CellLook): CellLook => (look === CellLook.integer ? CellLook.number : look);

/** Whether a cell of this look is hardly ever the name of a column. */
export const isTyped = (look: CellLook): boolean => look >= CellLook.integer && look <= CellLook.boolean;

function countDigits(cell: string): number {
  let digits = 0;
  const end = Math.min(cell.length, SEEN_LENGTH);
  for (let at = 0; at < end; at++) {
    const code = cell.charCodeAt(at);
    if (code >= 48 && code <= 57) digits++;
  }
  return digits;
}

const ODD_START = new Set([..."\"',;|:]})"]);
const SIGNS_ONLY = /^[^\p{L}\p{N}]+$/u;
const ODD_END = new Set([...'",;|([{']);

/**
 * Whether the cell holds what stands in running text only when something was cut wrongly: quotes and delimiters at
 * its ends, signs alone, delimiters without a space after them, brackets that do not match.
 */
function isOdd(cell: string): boolean {
  if (ODD_START.has(cell[0]!) || ODD_END.has(cell.at(-1)!) || SIGNS_ONLY.test(cell)) return true;
  let depth = 0;
  let tightCommas = 0;
  const end = Math.min(cell.length, SEEN_LENGTH);
  for (let at = 0; at < end; at++) {
    switch (cell[at]) {
      case "(":
      case "[":
      case "{":
        depth++;
        break;
      case ")":
      case "]":
      case "}":
        depth--;
        break;
      case ";":
      case "|":
      case "\t":
        if (cell[at + 1] !== " ") return true;
        break;
      case ",":
        if (cell[at + 1] !== " " && ++tightCommas === 2) return true;
        break;
    }
  }
  return depth !== 0 && cell.length <= SEEN_LENGTH;
}
