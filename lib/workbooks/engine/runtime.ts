/** What compiled formulas ask of the engine while they run. */
import type { ExcelError, Scalar } from "../values.ts";
import type { FunctionContext } from "./functions/contract.ts";
import type { RangeView } from "./range-view.ts";
import type { SheetStore } from "./store.ts";
import type { Reference, SheetArea, Value } from "./value.ts";

/** Variables of LET and parameters of LAMBDA; undefined for an omitted one. */
export type Scope = { readonly values: (Value | undefined)[]; readonly outer: Scope | undefined };

/** The cell being calculated. One object serves the whole run. */
export type At = { sheet: number; row: number; column: number; scope: Scope | undefined; depth: number };

export type Compiled = (at: At) => Value;

export interface Runtime {
  readonly date1904: boolean;
  /** The value of a cell; suspends where it is not calculated yet, fails where it could not be. */
  read(sheet: SheetStore, row: number, column: number): Scalar;
  /** The cells of an area; suspends likewise. */
  view(area: SheetArea): RangeView;
  /** The area that the array formula in a cell has spilled over, `#REF!` where none stands there. */
  spilledArea(sheet: number, row: number, column: number): Reference | ExcelError;
  /** The context that functions see, for array formulas and others. */
  context(arrays: boolean): FunctionContext;
}

/** A lambda that calls itself more often than this gives `#NUM!`; Excel gives up at about the same depth. */
export const MAX_DEPTH = 1000;
