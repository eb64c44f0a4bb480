/** From any value to the scalars and matrices that operators and functions work on. */
import { CALC, type ExcelError, type Scalar, VALUE } from "../values.ts";
import type { At, Runtime } from "./runtime.ts";
import type { SheetStore } from "./store.ts";
import { Lambda, type Matrix, Reference, type SheetArea, type Value } from "./value.ts";

export class Dereferencer {
  readonly #runtime: Runtime;
  readonly #sheets: readonly SheetStore[];

  constructor(runtime: Runtime, sheets: readonly SheetStore[]) {
    this.#runtime = runtime;
    this.#sheets = sheets;
  }

  /** Reads a reference: a cell as its value, an area whole; several areas give `#VALUE!`, a lambda `#CALC!`. */
  whole(value: Value): Scalar | Matrix {
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Reference) {
      if (value.areas.length > 1) return VALUE;
      const area = value.areas[0]!;
      return isCell(area) ? this.#cell(area) : this.#runtime.view(area);
    }
    return value instanceof Lambda ? CALC : value;
  }

  /** Reads a reference as a single value seen from the formula's cell (implicit intersection). */
  intersected(value: Value, at: At): Scalar | Matrix {
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Reference) {
      if (value.areas.length > 1) return VALUE;
      return this.intersectArea(value.areas[0]!, at);
    }
    return value instanceof Lambda ? CALC : value;
  }

  /** The cell of the area in the row or column of the formula's cell; `#VALUE!` where there is none. */
  intersectArea(area: SheetArea, at: At): Scalar {
    const row = pick(area.firstRow, area.lastRow, at.row);
    const column = pick(area.firstColumn, area.lastColumn, at.column);
    if (typeof row !== "number") return row;
    if (typeof column !== "number") return column;
    return this.#runtime.read(this.#sheets[area.sheet]!, row, column);
  }

  /** An area each for references, one for anything else; null is one blank cell. */
  areas(value: Value): (Scalar | Matrix)[] {
    if (value instanceof Reference) return value.areas.map((area) => this.#runtime.view(area));
    return [value instanceof Lambda ? CALC : value];
  }

  #cell(area: SheetArea): Scalar {
    return this.#runtime.read(this.#sheets[area.sheet]!, area.firstRow, area.firstColumn);
  }
}

function pick(first: number, last: number, own: number): number | ExcelError {
  if (first === last) return first;
  return own >= first && own <= last ? own : VALUE;
}

function isCell(area: SheetArea): boolean {
  return area.firstRow === area.lastRow && area.firstColumn === area.lastColumn;
}
