/** The error literals of Excel that a cell can hold or a formula can yield. */
export const ERROR_LITERALS = [
  "#NULL!",
  "#DIV/0!",
  "#VALUE!",
  "#REF!",
  "#NAME?",
  "#NUM!",
  "#N/A",
  "#GETTING_DATA",
  "#SPILL!",
  "#CALC!",
  "#FIELD!",
  "#BLOCKED!",
  "#CONNECT!",
  "#UNKNOWN!",
  "#BUSY!",
  "#EXTERNAL!",
  "#PYTHON!",
] as const;
export type ErrorLiteral = (typeof ERROR_LITERALS)[number];

/** An Excel error as a value: a result like any other, never thrown. One frozen instance per literal: compare by `===`. */
export class ExcelError {
  readonly literal: ErrorLiteral;

  private constructor(literal: ErrorLiteral) {
    this.literal = literal;
    Object.freeze(this);
  }

  static readonly #known = new Map<string, ExcelError>(
    ERROR_LITERALS.map((literal) => [literal, new ExcelError(literal)]),
  );

  /** The instance for a literal such as `#N/A`; undefined where it is none. */
  static parse(text: string): ExcelError | undefined {
    return ExcelError.#known.get(text.toUpperCase());
  }

  static of(literal: ErrorLiteral): ExcelError {
    return ExcelError.#known.get(literal)!;
  }
}

export const NULL_ERROR = ExcelError.of("#NULL!");
export const DIV0 = ExcelError.of("#DIV/0!");
export const VALUE = ExcelError.of("#VALUE!");
export const REF = ExcelError.of("#REF!");
export const NAME = ExcelError.of("#NAME?");
export const NUM = ExcelError.of("#NUM!");
export const NA = ExcelError.of("#N/A");
export const SPILL = ExcelError.of("#SPILL!");
export const CALC = ExcelError.of("#CALC!");

/** What a cell holds: a number (dates are serials), text, boolean, error, or null for a blank cell. */
export type Scalar = number | string | boolean | ExcelError | null;
