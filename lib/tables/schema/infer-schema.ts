import type { CellKind } from "../cells.ts";
import type { Field, TableSchema } from "./table-schema.ts";
import { isInt64, type ValueReader, valueReader } from "./values.ts";

/** Rows from which the types are told. */
export const SAMPLE_ROWS = 1_000;

/** One cell of the sample: trimmed and not blank. */
export type SampleCell = { text: string; kind: CellKind };

type Shape = Omit<Field, "name">;
type Candidate = { shape: Shape; fits: (text: string, kind: CellKind) => boolean };

/** The words of each pair, and how they are written: a column may use more than one pair. */
const BOOLEAN_PAIRS = [
  ["true", "false"],
  ["yes", "no"],
  ["t", "f"],
  ["y", "n"],
] as const;

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Where a sample fits more than one of these, no one knows which is meant: the column is text. */
const DATE_PATTERNS = ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d"];

/**
 * The narrowest types that fit a sample, in the order boolean, integer, number, date, datetime, time, string.
 *
 * @param names of the columns
 * @param cells per column, the cells of the first SAMPLE_ROWS rows that are not blank
 * @param decimal the separator of decimals in text
 */
export function inferSchema(
  names: readonly string[],
  cells: readonly (readonly SampleCell[])[],
  decimal: "." | ",",
): TableSchema {
  return { fields: names.map((name, column) => ({ name, ...inferShape(cells[column] ?? [], decimal) })) };
}

function inferShape(cells: readonly SampleCell[], decimal: "." | ","): Shape {
  if (cells.length === 0) return { type: "string" };
  const fits = ({ fits }: Candidate) => cells.every(({ text, kind }) => fits(text, kind));
  if (fits(BOOLEAN)) return booleanShape(cells);
  const found = candidates(decimal).find(fits);
  if (found !== undefined) return found.shape;
  const dates = DATE_PATTERNS.map((format) => readable({ type: "date", format }, decimal)).filter(fits);
  return dates.length === 1 ? dates[0]!.shape : { type: "string" };
}

const BOOLEAN_WORDS = new Set<string>(BOOLEAN_PAIRS.flat());
const BOOLEAN: Candidate = { shape: { type: "boolean" }, fits: (text) => BOOLEAN_WORDS.has(text.toLowerCase()) };

/** Both words of each pair that the sample uses, in the usual cases and in the sample's own. */
function booleanShape(cells: readonly SampleCell[]): Shape {
  const written = new Set(cells.map(({ text }) => text));
  const lower = new Set([...written].map((text) => text.toLowerCase()));
  const pairs = BOOLEAN_PAIRS.filter((pair) => pair.some((word) => lower.has(word)));
  const forms = (side: 0 | 1) => {
    const words = pairs.map((pair) => pair[side] as string);
    const usual = words.flatMap((word) => [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()]);
    const own = [...written].filter((text) => words.includes(text.toLowerCase()));
    return [...new Set([...usual, ...own])];
  };
  return { type: "boolean", trueValues: forms(0), falseValues: forms(1) };
}

function candidates(decimal: "." | ","): Candidate[] {
  const number = readable({ type: "number" }, decimal);
  const plain = (text: string) => (decimal === "," ? text.replace(",", ".") : text);
  return [
    { shape: { type: "integer" }, fits: (text) => INTEGER.test(text) && isInt64(text) },
    { shape: number.shape, fits: (text, kind) => number.fits(text, kind) && NUMBER.test(plain(text)) },
    readable({ type: "date" }, decimal),
    readable({ type: "datetime" }, decimal),
    readable({ type: "time" }, decimal),
  ];
}

function readable(shape: Shape, decimal: "." | ","): Candidate {
  const read: ValueReader = valueReader({ name: "", ...shape }, decimal);
  return { shape, fits: (text, kind) => read(text, kind) !== null };
}
