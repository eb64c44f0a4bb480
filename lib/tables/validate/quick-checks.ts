/**
 * Quick checks of whole columns: they mark the cells that must be examined, and clear all others.
 *
 * A column whose field is plain is checked by the kernel, 16 bytes at a time. Any other is checked cell by cell here.
 */
import { type CellChunk, CellKind } from "../cells.ts";
import { type Arena, Mark } from "../kernel/arena.ts";
import { FALSE_VALUES, type Field, MAX_TEXT_LENGTH, TRUE_VALUES } from "../schema/table-schema.ts";
import type { Column, Columns } from "./columns.ts";

/** How the text of a cell that a quick check has cleared becomes JSON. */
export type PlainForm =
  | { kind: "text" }
  | { kind: "number"; point: number }
  | { kind: "boolean"; isTrueByFirst: Uint8Array }
  | { kind: "date"; yearAt: number; monthAt: number; dayAt: number }
  | { kind: "datetime" };

export type QuickCheck = {
  /** null: the cells of this column are not cleared by the kernel, their values come from `Column.read`. */
  form: PlainForm | null;
  /** Marks cells of the chunk and their rows, which the kernel has been told of. */
  run(chunk: CellChunk): void;
};

type Layout = { separator: string; separators: number; yearAt: number; monthAt: number; dayAt: number };

/** The patterns of ten bytes that the kernel reads. */
const LAYOUTS: Record<string, Layout> = {
  default: { separator: "-", separators: 0b0010010000, yearAt: 0, monthAt: 5, dayAt: 8 },
  "%Y-%m-%d": { separator: "-", separators: 0b0010010000, yearAt: 0, monthAt: 5, dayAt: 8 },
  "%Y/%m/%d": { separator: "/", separators: 0b0010010000, yearAt: 0, monthAt: 5, dayAt: 8 },
  "%d/%m/%Y": { separator: "/", separators: 0b0000100100, yearAt: 6, monthAt: 3, dayAt: 0 },
  "%d-%m-%Y": { separator: "-", separators: 0b0000100100, yearAt: 6, monthAt: 3, dayAt: 0 },
  "%d.%m.%Y": { separator: ".", separators: 0b0000100100, yearAt: 6, monthAt: 3, dayAt: 0 },
  "%m/%d/%Y": { separator: "/", separators: 0b0000100100, yearAt: 6, monthAt: 0, dayAt: 3 },
};

/** Longest word that the kernel compares. */
const WORD_BYTES = 8;

export function quickChecks(columns: Columns, arena: Arena, decimal: "." | ","): QuickCheck[] {
  const nulls = nullTables(columns.nulls, arena);
  return columns.all.map((column, place) => {
    const { type } = column.field;
    const isText = type === "string" || type === "any";
    // A word for "nothing" that is also a value, such as -999, is not known to the kernel's other checks.
    const isAmbiguous = !isText && [...columns.nulls].some((word) => column.read(word, CellKind.text) !== null);
    const check = isAmbiguous ? null : kernelCheck(column, place, arena, nulls, decimal);
    return check ?? cellCheck(column, place, columns, arena);
  });
}

/** Where the kernel's table of first bytes lies, see `checkText`; bytes of the longest null word. */
type NullTables = { firstBytes: number; longest: number };

/** Tells the kernel the words for "nothing". */
function nullTables(nulls: ReadonlySet<string>, arena: Arena): NullTables {
  const words = [...nulls].filter((word) => word !== "").map((word) => Buffer.from(word));
  const firstBytes = new Uint8Array(256);
  for (const first of [0xc2, 0xe1, 0xe2, 0xe3, 0xef]) firstBytes[first] = 2;
  firstBytes.fill(1, 0, 0x21);
  for (const word of words) firstBytes[word[0]!] = 1;
  const short = words.filter(({ length }) => length <= WORD_BYTES);
  arena.kernel.useNulls(arena.keep(packed(short)), short.length);
  return {
    firstBytes: arena.keep(firstBytes),
    longest: words.reduce((longest, { length }) => Math.max(longest, length), 0),
  };
}

/** Words of at most 8 bytes, each with zeros behind. */
function packed(words: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(words.length * WORD_BYTES);
  for (const [index, word] of words.entries()) bytes.set(word, index * WORD_BYTES);
  return bytes;
}

const PLAIN_CONSTRAINTS = new Set(["required", "unique", "maxLength"]);

function kernelCheck(
  column: Column,
  place: number,
  { kernel, keep }: Arena,
  nulls: NullTables,
  decimal: "." | ",",
): QuickCheck | null {
  const { field } = column;
  const blank = !column.isRequired;
  if (!Object.keys(field.constraints ?? {}).every((key) => PLAIN_CONSTRAINTS.has(key))) return null;
  const format = field.format ?? "default";
  switch (field.type) {
    case "string":
    case "any": {
      if (format !== "default") return null;
      const longest = field.constraints?.maxLength ?? MAX_TEXT_LENGTH;
      return {
        form: { kind: "text" },
        run: () => kernel.checkText(place, blank, longest, nulls.firstBytes, nulls.longest),
      };
    }
    case "integer":
      return { form: { kind: "number", point: 0 }, run: () => kernel.checkIntegers(place, blank) };
    case "number": {
      if (column.isUnique) return null; // 1.0 and 1.00 are one value
      const point = (field.decimalChar ?? decimal).charCodeAt(0);
      return { form: { kind: "number", point }, run: () => kernel.checkNumbers(place, blank, point) };
    }
    case "boolean": {
      const isTrueByFirst = truthByFirstByte(field);
      if (isTrueByFirst === null) return null;
      const { trueWords, falseWords } = booleanWords(field);
      const words = [...trueWords, ...falseWords].map((word) => Buffer.from(word));
      if (words.some(({ length }) => length > WORD_BYTES || length === 0)) return null;
      const address = keep(packed(words));
      return {
        form: { kind: "boolean", isTrueByFirst },
        run: () => kernel.checkWords(place, blank, address, words.length),
      };
    }
    case "date": {
      const layout = LAYOUTS[format];
      if (layout === undefined) return null;
      const { separator, separators, yearAt, monthAt, dayAt } = layout;
      const byte = separator.charCodeAt(0);
      return {
        form: { kind: "date", yearAt, monthAt, dayAt },
        run: () => kernel.checkDates(place, blank, byte, separators, yearAt, monthAt, dayAt),
      };
    }
    case "datetime":
      if (format !== "default") return null;
      return { form: { kind: "datetime" }, run: () => kernel.checkDateTimes(place, blank) };
    default:
      return null;
  }
}

function booleanWords({ trueValues = TRUE_VALUES, falseValues = FALSE_VALUES }: Field) {
  return { trueWords: trueValues, falseWords: falseValues.filter((word) => !trueValues.includes(word)) };
}

/** 1 for the first byte of a word for true; null where such a byte starts a word for false as well. */
function truthByFirstByte(field: Field): Uint8Array | null {
  const { trueWords, falseWords } = booleanWords(field);
  const isTrue = new Uint8Array(256);
  for (const word of trueWords) isTrue[Buffer.from(word)[0] ?? 0] = 1;
  return falseWords.some((word) => isTrue[Buffer.from(word)[0] ?? 0] === 1) ? null : isTrue;
}

/** Reads each cell as the examination would, and marks those that it would find fault with. */
function cellCheck(column: Column, place: number, { all, nulls }: Columns, { bad, badCells }: Arena): QuickCheck {
  const width = all.length;
  return {
    form: null,
    run(chunk) {
      const { rowCells, starts, ends, kinds, bytes } = chunk;
      for (let row = 0; row < chunk.rows; row++) {
        const cell = rowCells[row]! + place;
        if (bad[row] === Mark.row || rowCells[row + 1]! - rowCells[row]! !== width) continue;
        const text = bytes.toString("latin1", starts[cell], ends[cell]);
        const kind = (kinds?.[cell] ?? CellKind.text) as CellKind;
        if (isGood(column, nulls, text, kind)) continue;
        bad[row] = Mark.cells;
        badCells[cell] = 1;
      }
    },
  };
}

const PLAIN_ASCII = /^[!-~](?:[ -~]*[!-~])?$/;

/** Only plain ASCII without spaces around it is cleared: of that, bytes and characters are the same. */
function isGood({ isRequired, read, constraints }: Column, nulls: ReadonlySet<string>, text: string, kind: CellKind) {
  if (text === "") return !isRequired;
  if (!PLAIN_ASCII.test(text)) return false;
  if (nulls.has(text)) return !isRequired;
  const value = read(text, kind);
  return value !== null && constraints.every((check) => check(text, value) === null);
}
