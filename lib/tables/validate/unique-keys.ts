/**
 * Finds repeated values in the columns that must not have them, and repeated primary keys.
 *
 * Values are compared, not texts: 7 and +7 are one, 1.5 and 1.50, 31/01/2024 and 2024-01-31. Blank and faulty cells
 * are not compared.
 */
import { type CellChunk, CellKind, cellText } from "../cells.ts";
import { type Finding, RAW_VALUE_LIMIT } from "../finding.ts";
import { canonicalValue } from "../schema/constraints.ts";
import { type Columns, isNullCell } from "./columns.ts";
import type { PlainForm } from "./quick-checks.ts";
import { trimEnd, trimStart } from "./trim.ts";
import { UniqueSet } from "./unique-set.ts";

/** Between the values of one key; no UTF-8 text holds it. */
const SEPARATOR = 0xff;

type Key = { places: readonly number[]; seen: UniqueSet };

export class UniqueKeys {
  readonly isUsed: boolean;
  readonly #columns: Columns;
  readonly #forms: readonly (PlainForm | null)[];
  readonly #keys: Key[];
  readonly #trims: boolean;
  #scratch: Buffer = Buffer.allocUnsafe(4_096);
  #used = 0;

  /** @param trim whether spaces around a text are left out of its value */
  constructor(columns: Columns, forms: readonly (PlainForm | null)[], trim: boolean) {
    this.#columns = columns;
    this.#trims = trim;
    this.#forms = forms;
    const single = columns.all.flatMap(({ isUnique }, place) => (isUnique ? [[place]] : []));
    const composite = columns.key.length > 0 ? [columns.key] : [];
    this.#keys = [...single, ...composite].map((places) => ({ places, seen: new UniqueSet() }));
    this.isUsed = this.#keys.length > 0;
  }

  /**
   * Adds a row that was examined.
   *
   * @param values JSON texts; where there is none the cell is faulty
   * @param findings of the row; those of repeated values are added in their places
   */
  addValues(
    values: readonly (string | undefined)[],
    chunk: CellChunk,
    firstCell: number,
    row: number,
    findings: Finding[],
  ): void {
    let found = false;
    for (const { places, seen } of this.#keys) {
      this.#used = 0;
      const isWhole = places.every((place) => {
        const value = values[place];
        if (value === undefined || value === "null") return false;
        this.#addText(plainText(value));
        return true;
      });
      if (!isWhole || seen.add(this.#scratch, 0, this.#used)) continue;
      findings.push(this.#repeated(places, chunk, firstCell, row));
      found = true;
    }
    if (found) findings.sort(byColumn);
  }

  /** Adds a row that the quick checks have cleared. @param firstCell of the row */
  addCells(chunk: CellChunk, firstCell: number, row: number): Finding[] {
    let findings: Finding[] | undefined;
    for (const { places, seen } of this.#keys) {
      this.#used = 0;
      let isWhole = true;
      for (const place of places) isWhole &&= this.#addCell(chunk, firstCell + place, place);
      if (!isWhole || seen.add(this.#scratch, 0, this.#used)) continue;
      findings ??= [];
      findings.push(this.#repeated(places, chunk, firstCell, row));
    }
    return findings?.sort(byColumn) ?? NONE;
  }

  /** @returns false for a blank cell */
  #addCell(chunk: CellChunk, cell: number, place: number): boolean {
    let start = chunk.starts[cell]!;
    let end = chunk.ends[cell]!;
    if (isNullCell(this.#columns, chunk, cell)) return false;
    const form = this.#forms[place];
    if (form?.kind === "text" || form?.kind === "number") {
      if (this.#trims || form.kind === "number") {
        start = trimStart(chunk.bytes, start, end);
        end = trimEnd(chunk.bytes, start, end);
      }
      this.#reserve(end - start + 1);
      this.#used += chunk.bytes.copy(this.#scratch, this.#used, start, end);
      this.#scratch[this.#used++] = SEPARATOR;
      return true;
    }
    const text = chunk.bytes.toString("utf8", start, end);
    const kind = (chunk.kinds?.[cell] ?? CellKind.text) as CellKind;
    this.#addText(plainText(this.#columns.all[place]!.read(text, kind)!));
    return true;
  }

  #addText(text: string): void {
    this.#reserve(text.length * 3 + 1);
    this.#used += this.#scratch.write(text, this.#used);
    this.#scratch[this.#used++] = SEPARATOR;
  }

  #reserve(size: number): void {
    if (this.#used + size <= this.#scratch.length) return;
    const larger = Buffer.allocUnsafe((this.#used + size) * 2);
    this.#scratch.copy(larger, 0, 0, this.#used);
    this.#scratch = larger;
  }

  #repeated(places: readonly number[], chunk: CellChunk, firstCell: number, row: number): Finding {
    const isKey = places.length > 1;
    const text = places.map((place) => cellText(chunk, firstCell + place)).join(", ");
    const names = places.map((place) => `"${this.#columns.all[place]!.name}"`).join(", ");
    return {
      row,
      column: isKey ? 0 : places[0]! + 1,
      column_name: isKey ? null : this.#columns.all[places[0]!]!.name,
      error_type: "unique-error",
      error_message: isKey
        ? `The primary key ${names} repeats that of an earlier row`
        : `The value repeats that of an earlier row in the column ${names}`,
      raw_value: text.slice(0, RAW_VALUE_LIMIT),
    };
  }
}

const NONE: Finding[] = [];
const byColumn = (a: Finding, b: Finding): number => a.column - b.column;

/** What is compared: the text of a text, one form of equal numbers. */
function plainText(value: string): string {
  return value.startsWith('"') ? (JSON.parse(value) as string) : canonicalValue(value);
}
