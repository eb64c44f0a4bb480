/** Kinds of values. */
import { type ErrorLiteral, ExcelError, NA, type Scalar } from "../../../values.ts";
import { isMatrix, Lambda, Reference, type Value } from "../../value.ts";
import { any, define, type FunctionDefinition, scalar, strictInteger } from "../contract.ts";
import { firstOrEach } from "../first-or-each.ts";

/** A question about one value, errors included. */
function question(name: string, holds: (value: Scalar) => boolean): FunctionDefinition {
  return define({ name, parameters: [scalar({ errors: "accept" })], evaluate: holds });
}

/** ISBLANK(value): a cell with neither value nor formula. */
export const ISBLANK = question("ISBLANK", (value) => value === null);
/** ISNUMBER(value) */
export const ISNUMBER = question("ISNUMBER", (value) => typeof value === "number");
/** ISTEXT(value) */
export const ISTEXT = question("ISTEXT", (value) => typeof value === "string");
/** ISNONTEXT(value): blank cells included. */
export const ISNONTEXT = question("ISNONTEXT", (value) => typeof value !== "string");
/** ISLOGICAL(value) */
export const ISLOGICAL = question("ISLOGICAL", (value) => typeof value === "boolean");
/** ISERROR(value) */
export const ISERROR = question("ISERROR", (value) => value instanceof ExcelError);
/** ISERR(value): errors other than #N/A. */
export const ISERR = question("ISERR", (value) => value instanceof ExcelError && value !== NA);
/** ISNA(value) */
export const ISNA = question("ISNA", (value) => value === NA);

function parity(name: string, remainder: number): FunctionDefinition {
  return define({
    name,
    parameters: [strictInteger()],
    evaluate: (value) => Math.abs(value) % 2 === remainder,
  });
}

/** ISEVEN(number): fractions cut off; a truth value gives #VALUE!. */
export const ISEVEN = parity("ISEVEN", 0);
/** ISODD(number) */
export const ISODD = parity("ISODD", 1);

/** ISREF(value): a reference, whatever stands there. */
export const ISREF = define({
  name: "ISREF",
  parameters: [any()],
  evaluate: (value) => value instanceof Reference,
});

/** N(value): numbers as they are, TRUE 1, errors as they are, all else 0. Of a reference the first cell counts. */
export const N = define({
  name: "N",
  parameters: [any()],
  evaluate: (given, context) =>
    firstOrEach(given, context, (value) =>
      typeof value === "number" || value instanceof ExcelError ? value : value === true ? 1 : 0,
    ),
});

/** NA(): the error #N/A. */
export const NA_FUNCTION = define({ name: "NA", parameters: [], evaluate: () => NA });

/** TYPE(value): 1 number, 2 text, 4 truth value, 16 error, 64 array, 128 lambda. */
export const TYPE = define({
  name: "TYPE",
  parameters: [any()],
  evaluate: (given, context): number => {
    if (given instanceof Lambda) return 128;
    const value = context.dereference(given);
    if (isMatrix(value)) return 64;
    if (value instanceof ExcelError) return 16;
    return typeof value === "string" ? 2 : typeof value === "boolean" ? 4 : 1;
  },
});

const ERROR_NUMBERS: Partial<Record<ErrorLiteral, number>> = {
  "#NULL!": 1,
  "#DIV/0!": 2,
  "#VALUE!": 3,
  "#REF!": 4,
  "#NAME?": 5,
  "#NUM!": 6,
  "#N/A": 7,
  "#GETTING_DATA": 8,
  "#SPILL!": 9,
  "#CONNECT!": 10,
  "#BLOCKED!": 11,
  "#UNKNOWN!": 12,
  "#FIELD!": 13,
  "#CALC!": 14,
};

/** ERROR.TYPE(value): the number of an error; #N/A for anything else. */
export const ERROR_TYPE = define({
  name: "ERROR.TYPE",
  parameters: [scalar({ errors: "accept" })],
  evaluate: (value): Value => (value instanceof ExcelError ? (ERROR_NUMBERS[value.literal] ?? NA) : NA),
});
