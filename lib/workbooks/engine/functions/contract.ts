/**
 * How a worksheet function is declared: its name, its parameters and a small pure implementation.
 *
 *     export const ROUND = define({
 *       name: "ROUND",
 *       parameters: [number(), integer()],
 *       evaluate: (value, digits) => …,
 *     });
 *
 * The engine reads the parameters and does the rest: counts arguments, coerces each by its rule, returns the leftmost
 * error, intersects or dereferences ranges, and lifts the function over arrays. What `evaluate` sees is already of
 * the declared type. The context comes as one argument after the declared ones.
 *
 * Parameters of a single value (`number integer text boolean scalar criteria`) are **lifted**: given an array, the
 * function is called once per element and the results form an array; several arrays are broadcast against each other.
 * All others take their argument whole.
 *
 * `evaluate` returns a scalar, matrix, reference or lambda. An Excel error is returned, never thrown. NaN and
 * infinities become `#NUM!`, −0 becomes 0. It may be called again for the same cell (a cell it reads may have to be
 * calculated first), so it keeps no state.
 */
import { type ExcelError, NA, type Scalar } from "../../values.ts";
import type { Criterion } from "../criteria.ts";
import type { ArrayValue, Lambda, Matrix, Reference, SheetArea, Value } from "../value.ts";

/** What a function may ask of its surroundings. */
export interface FunctionContext {
  /** The cell whose formula is being calculated; rows and columns from 1, sheet by index. */
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  /** True in formulas stored with the array attribute: ranges stand for all their cells. */
  readonly arrayMode: boolean;
  readonly date1904: boolean;
  /** Excel for the Macintosh saved the workbook: its CHAR and CODE count in Mac OS Roman, not in windows-1252. */
  readonly macintosh: boolean;
  /** The run's fixed instant as a serial of the workbook's date system, UTC. */
  readonly now: number;
  /** A random number in [0, 1). */
  random(): number;
  /** Names of the workbook's sheets in order. */
  readonly sheetNames: readonly string[];
  /** The cells of an area, read through without copying. */
  read(area: SheetArea): Matrix;
  /** Any value as a scalar or matrix: one area is read, several areas give `#VALUE!`, a lambda gives `#CALC!`. */
  dereference(value: Value): Scalar | Matrix;
  /** As an argument of one value sees it: outside array mode a range is intersected with the cell's row or column. */
  intersect(value: Value): Scalar | Matrix;
  /** Calls `compute` once per position of the given values, broadcast; a scalar result when none is a matrix. */
  map(values: readonly (Scalar | Matrix)[], compute: (scalars: readonly Scalar[]) => Value): Scalar | ArrayValue;
  /** Reads a reference written as text (INDIRECT): A1 or R1C1, names, structured references; `#REF!` otherwise. */
  resolve(text: string, style: "A1" | "R1C1"): Reference | ExcelError;
  /** Facts about a cell that are not its value. */
  cell(sheet: number, row: number, column: number): CellFacts;
  rowHidden(sheet: number, row: number): boolean;
  /** Hidden by an active filter. */
  rowFiltered(sheet: number, row: number): boolean;
  /** In characters of the default font. */
  columnWidth(sheet: number, column: number): number;
  /** Ends the calculation of the cell as a failure (not an Excel error): `unsupported_construct:<what>`. */
  unsupported(what: string): never;
}

export type CellFacts = {
  /** Without the leading `=`; undefined for a value or blank cell. */
  formula: string | undefined;
  /** The formula contains SUBTOTAL or AGGREGATE, which those functions then leave out. */
  isSubtotal: boolean;
  numberFormat: string;
  locked: boolean;
  horizontal: string | undefined;
};

/** `count`, `sum`, `minimum`, `maximum` of numbers in one pass; minimum and maximum are 0 when count is 0. */
export type NumericSummary = {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
};

export type Thunk = () => Value;

export type ParameterKind =
  | "number"
  | "integer"
  | "text"
  | "boolean"
  | "scalar"
  | "criteria"
  | "value"
  | "range"
  | "array"
  | "reference"
  | "any"
  | "lazy"
  | "lambda"
  | "areas"
  | "cells"
  | "vector"
  | "numbers"
  | "summary"
  | "many";

export type Parameter<out T> = {
  readonly kind: ParameterKind;
  /** The argument may be left off at the end. */
  readonly optional: boolean;
  /** The value of an argument left off; undefined where the function finds out by itself. */
  readonly fallback?: unknown;
  /** An argument given but empty, as in `F(1,,2)`, counts as left off instead of as 0, FALSE or "". */
  readonly emptyIsAbsent: boolean;
  /** `scalar`, `value`, `areas`, `vector`, `summary`, `numbers`: errors are handed over (or skipped) instead of returned at once. */
  readonly errors: "return" | "accept" | "skip";
  /** `vector`, `numbers`, `summary`: whether texts (as 0) and booleans in ranges and arrays count. */
  readonly counting: "numbers" | "all";
  /** `number`, `integer`: TRUE and FALSE give `#VALUE!`, as in the functions of the former Analysis ToolPak. */
  readonly refusesBooleans: boolean;
  /** `reference`, `any`: the cells inside are calculated first, as for `range`. */
  readonly calculated: boolean;
  /** `many`: the group that repeats, and how often at least. */
  readonly group: readonly Parameter<unknown>[];
  readonly minimum: number;
  /** Carries the type only. */
  readonly type?: T;
};

function parameter<T>(kind: ParameterKind, extra: Partial<Parameter<T>> = {}): Parameter<T> {
  return {
    kind,
    optional: false,
    emptyIsAbsent: false,
    errors: "return",
    counting: "numbers",
    refusesBooleans: false,
    calculated: false,
    group: [],
    minimum: 1,
    ...extra,
  };
}

/** One number: blank 0, booleans 1 and 0, texts by their meaning or `#VALUE!`. Lifted. */
export const number = (): Parameter<number> => parameter("number");
/** One number with its fraction cut off towards 0. Lifted. */
export const integer = (): Parameter<number> => parameter("integer");
/** What functions of the former Analysis ToolPak have of their own: an empty argument is `#N/A`. */
const TOOLPAK = { refusesBooleans: true, emptyIsAbsent: true, fallback: NA };
/** The same for functions of the former Analysis ToolPak, which answer TRUE and FALSE with `#VALUE!`. */
export const strictNumber = (): Parameter<number> => parameter("number", TOOLPAK);
export const strictInteger = (): Parameter<number> => parameter("integer", TOOLPAK);
/** One text: blank "", numbers in General format. Lifted. */
export const text = (): Parameter<string> => parameter("text");
/** One boolean: numbers by being other than 0, the texts TRUE and FALSE, else `#VALUE!`. Lifted. */
export const boolean = (): Parameter<boolean> => parameter("boolean");
/** One scalar as it is, null for blank. Lifted. `errors: "accept"` hands errors over (ISERROR, TYPE). */
export const scalar = (options: { errors?: "return" | "accept" } = {}): Parameter<Scalar> =>
  parameter("scalar", options);
/** A condition as in COUNTIF. Lifted. */
export const criteria = (): Parameter<Criterion> => parameter("criteria");

/** A scalar or matrix, not lifted: ranges are read in array mode and intersected otherwise. Errors inside a matrix
 *  are handed over; a scalar error is returned at once unless accepted. */
export const value = (options: { errors?: "return" | "accept" } = {}): Parameter<Scalar | Matrix> =>
  parameter("value", options);
/** A range or array whole, a scalar as 1 × 1; errors inside are handed over. Operators written inside the argument
 *  still intersect outside array mode (as in MATCH, LARGE). A union of areas gives `#VALUE!`. */
export const range = (): Parameter<Matrix> => parameter("range");
/** Like `range`, but the argument is calculated as an array in any formula (SUMPRODUCT, MMULT, LOOKUP, FILTER). */
export const array = (): Parameter<Matrix> => parameter("array");
/** A reference of which only the address matters (ROW, COLUMNS, AREAS, OFFSET); anything else gives `#VALUE!`.
 *  The cells inside are not calculated first: a cell may ask for its own ROW without being circular. Those whose
 *  values matter too (SUBTOTAL) ask for it with `calculated`. */
export const reference = (options: { calculated?: boolean } = {}): Parameter<Reference> =>
  parameter("reference", options);
/** One argument as its areas: those of a union or 3-D reference one by one, an array, a scalar as 1 × 1. */
export const areas = (options: { errors?: "return" | "accept" } = {}): Parameter<readonly Matrix[]> =>
  parameter("areas", options);
/** A reference as it is, its cells calculated first; anything else as an array, calculated so in any formula
 *  (AGGREGATE, whose references have hidden rows and whose arrays have none). */
export const cells = (): Parameter<Reference | Matrix> => parameter("cells");
/** Whatever it is, unread and errors included; cells inside a reference are not calculated first (INDEX) unless asked
 *  for (MAP). */
export const any = (options: { calculated?: boolean } = {}): Parameter<Value> => parameter("any", options);
/** Calculated only when called (IF, CHOOSE, IFERROR). May yield a reference. */
export const lazy = (): Parameter<Thunk> => parameter("lazy");
/** A LAMBDA or a function passed by name; anything else gives `#VALUE!`. */
export const lambda = (): Parameter<Lambda> => parameter("lambda");

/** Left off: `fallback`. Given but empty: 0, FALSE or "" as its type has it. */
export function optional<T>(inner: Parameter<T>): Parameter<T | undefined>;
export function optional<T>(inner: Parameter<T>, fallback: T): Parameter<T>;
export function optional<T>(inner: Parameter<T>, fallback?: T): Parameter<T | undefined> {
  return { ...inner, optional: true, fallback };
}

/** Left off or given but empty: `fallback`. */
export function orEmpty<T>(inner: Parameter<T>): Parameter<T | undefined>;
export function orEmpty<T>(inner: Parameter<T>, fallback: T): Parameter<T>;
export function orEmpty<T>(inner: Parameter<T>, fallback?: T): Parameter<T | undefined> {
  return { ...inner, optional: true, fallback, emptyIsAbsent: true };
}

type Gathering = { counting?: "numbers" | "all"; errors?: "return" | "skip" };

/** One argument as a list of numbers, by the rules of `numbers` (LARGE, PERCENTILE, IRR); areas follow each other. */
export const vector = (options: Gathering = {}): Parameter<readonly number[]> => parameter("vector", options);

/**
 * All remaining arguments as one list of numbers, last parameter only.
 * In ranges and arrays only numbers count (`counting: "all"`: texts as 0, booleans as 1 and 0, as in AVERAGEA);
 * arguments written out are coerced, and a text that is no number gives `#VALUE!`. Errors are returned, or skipped.
 */
export const numbers = (options: Gathering = {}): Parameter<readonly number[]> => parameter("numbers", options);
/** The same without the list: sums and extremes of any size of range at no copying; running windows are continued. */
export const summary = (options: Gathering = {}): Parameter<NumericSummary> => parameter("summary", options);

/** All remaining arguments one by one, last parameter only: `many(text())` gives `string[]`. */
export function many<T>(inner: Parameter<T>, options?: { minimum?: number }): Parameter<readonly T[]> {
  return parameter("many", { group: [inner], minimum: options?.minimum ?? 1 });
}

/** The remaining arguments in pairs, last parameter only: `pairs(range(), criteria())` gives `[Matrix, Criterion][]`. */
export function pairs<A, B>(
  first: Parameter<A>,
  second: Parameter<B>,
  options?: { minimum?: number },
): Parameter<readonly (readonly [A, B])[]> {
  return parameter("many", { group: [first, second], minimum: options?.minimum ?? 1 });
}

type Arguments<P extends readonly Parameter<unknown>[]> = {
  -readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** A declared function as the engine sees it. */
export type FunctionDefinition = {
  readonly name: string;
  readonly parameters: readonly Parameter<unknown>[];
  /** Makes its cell, and all that depend on it, volatile; a function may decide it by its literal arguments. */
  readonly volatile: boolean | ((literals: readonly (Scalar | undefined)[]) => boolean);
  readonly evaluate: (...args: never[]) => Value;
};

/**
 * Declares a function; see the head of this file.
 *
 * `volatile` as a function gets the literal arguments (undefined for one that is not a literal): `CELL("filename")`
 * is volatile, `CELL("row")` is not.
 */
export function define<const P extends readonly Parameter<unknown>[]>(declaration: {
  name: string;
  parameters: P;
  volatile?: FunctionDefinition["volatile"];
  evaluate: (...args: [...Arguments<P>, FunctionContext]) => Value;
}): FunctionDefinition {
  return {
    volatile: false,
    ...declaration,
    evaluate: declaration.evaluate as unknown as FunctionDefinition["evaluate"],
  };
}
