/** Sums and plain arithmetic. Source: Microsoft's function reference, "Math and trigonometry". */
import { DIV0, ExcelError, NA, NUM, VALUE } from "../../values.ts";
import { greatestCommonDivisor } from "../numerics/combinatorics.ts";
import { type Matrix, scalarsOf } from "../value.ts";
import { areas, array, define, many, number, numbers, optional, strictNumber, summary } from "./contract.ts";
import { numericPairs } from "./numeric-pairs.ts";
import { toolpakNumbers } from "./toolpak.ts";

export * from "./aggregate.ts";
export * from "./combinatorics.ts";
export * from "./matrix.ts";
export * from "./numerals.ts";
export * from "./random.ts";
export * from "./rounding.ts";

/** ABS(number): the number without its sign. */
export const ABS = define({ name: "ABS", parameters: [number()], evaluate: (value) => Math.abs(value) });

/** SIGN(number): 1, 0 or −1. */
export const SIGN = define({ name: "SIGN", parameters: [number()], evaluate: (value) => Math.sign(value) });

/** SUM(number1, …): texts and booleans inside ranges are left out. */
export const SUM = define({ name: "SUM", parameters: [summary()], evaluate: ({ sum }) => sum });

/** PERCENTOF(part, all): the sum of the one as a share of that of the other; #NUM! for an error in either. */
export const PERCENTOF = define({
  name: "PERCENTOF",
  parameters: [areas({ errors: "accept" }), areas({ errors: "accept" })],
  evaluate: (part, all) => {
    const total = sumOfAreas(all);
    const share = sumOfAreas(part) / total;
    return total === 0 ? DIV0 : share;
  },
});

/** The sum of the numbers in some areas; NaN where an error stands. */
function sumOfAreas(matrices: readonly Matrix[]): number {
  let total = 0;
  for (const matrix of matrices) {
    for (const value of scalarsOf(matrix)) {
      if (value instanceof ExcelError) return Number.NaN;
      if (typeof value === "number") total += value;
    }
  }
  return total;
}

/** SUMSQ(number1, …): the sum of the squares. */
export const SUMSQ = define({
  name: "SUMSQ",
  parameters: [numbers()],
  evaluate: (list) => list.reduce((sum, value) => sum + value * value, 0),
});

/** PRODUCT(number1, …): 0 where there is no number at all. */
export const PRODUCT = define({
  name: "PRODUCT",
  parameters: [numbers()],
  evaluate: (list) => (list.length === 0 ? 0 : list.reduce((product, value) => product * value, 1)),
});

/**
 * SUMPRODUCT(array1, …): what is no number counts as 0; different sizes, and texts by themselves, give #VALUE!. Of
 * several errors the first one of the earliest array is the result, wherever those of the others stand.
 */
export const SUMPRODUCT = define({
  name: "SUMPRODUCT",
  parameters: [many(array())],
  evaluate: (matrices) => {
    const [first, ...others] = matrices as [Matrix, ...Matrix[]];
    if (others.some((other) => other.rows !== first.rows || other.columns !== first.columns)) return VALUE;
    if (first.rows * first.columns === 1 && matrices.some((matrix) => typeof matrix.at(0, 0) === "string"))
      return VALUE;
    // A blank anywhere makes its product 0, so only the part used by all of them counts; errors beyond it still do.
    const rows = Math.max(...matrices.map((matrix) => matrix.usedRows));
    const columns = Math.max(...matrices.map((matrix) => matrix.usedColumns));
    let sum = 0;
    let error: ExcelError | undefined;
    let withError = matrices.length;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let product = 1;
        for (let index = 0; index < withError; index++) {
          const factor = matrices[index]!.at(row, column);
          if (typeof factor === "number") product *= factor;
          else {
            product = 0;
            if (!(factor instanceof ExcelError)) continue;
            if (index === 0) return factor;
            error = factor;
            withError = index;
          }
        }
        sum += product;
      }
    }
    return error ?? sum;
  },
});

/** Σ term(x, y) over the positions where both arrays hold numbers; #N/A where they differ in size. */
function sumOverPairs(name: string, term: (x: number, y: number) => number) {
  return define({
    name,
    parameters: [array(), array()],
    evaluate: (xs, ys) => {
      if (xs.rows * xs.columns !== ys.rows * ys.columns) return NA;
      const pairs = numericPairs(xs, ys);
      if (!Array.isArray(pairs)) return pairs;
      return pairs.length === 0 ? DIV0 : pairs.reduce((sum, [x, y]) => sum + term(x, y), 0);
    },
  });
}

/** SUMX2MY2(x, y): Σ (x² − y²). */
export const SUMX2MY2 = sumOverPairs("SUMX2MY2", (x, y) => x * x - y * y);
/** SUMX2PY2(x, y): Σ (x² + y²). */
export const SUMX2PY2 = sumOverPairs("SUMX2PY2", (x, y) => x * x + y * y);
/** SUMXMY2(x, y): Σ (x − y)². */
export const SUMXMY2 = sumOverPairs("SUMXMY2", (x, y) => (x - y) ** 2);

/** SERIESSUM(x, n, m, coefficients): Σ aₖ x^(n + k·m). */
export const SERIESSUM = define({
  name: "SERIESSUM",
  parameters: [strictNumber(), strictNumber(), strictNumber(), areas()],
  evaluate: (x, n, m, cells) => {
    const coefficients = toolpakNumbers(cells);
    if (!Array.isArray(coefficients)) return coefficients;
    if (x === 0 && n === 0) return NUM;
    return coefficients.reduce((sum, coefficient, k) => sum + coefficient * x ** (n + k * m), 0);
  },
});

/** SQRT(number): #NUM! below 0. */
export const SQRT = define({ name: "SQRT", parameters: [number()], evaluate: (value) => Math.sqrt(value) });

/** SQRTPI(number): √(number · π). */
export const SQRTPI = define({
  name: "SQRTPI",
  parameters: [strictNumber()],
  evaluate: (value) => Math.sqrt(value * Math.PI),
});

/** EXP(number): e raised to it. */
export const EXP = define({ name: "EXP", parameters: [number()], evaluate: (value) => Math.exp(value) });

/** The logarithm of a number above 0; #NUM! elsewhere. */
function logarithm(value: number, log: (value: number) => number) {
  return value > 0 ? log(value) : NUM;
}

/** LN(number). */
export const LN = define({ name: "LN", parameters: [number()], evaluate: (value) => logarithm(value, Math.log) });

/** LOG10(number). */
export const LOG10 = define({
  name: "LOG10",
  parameters: [number()],
  evaluate: (value) => logarithm(value, Math.log10),
});

/** LOG(number, [base]): base 10 if left off; base 1 divides by zero. */
export const LOG = define({
  name: "LOG",
  parameters: [number(), optional(number(), 10)],
  evaluate: (value, base) => {
    if (value <= 0 || base <= 0) return NUM;
    if (base === 1) return DIV0;
    return base === 10 ? Math.log10(value) : base === 2 ? Math.log2(value) : Math.log(value) / Math.log(base);
  },
});

/** POWER(number, power): 0 to the 0 is #NUM!, 0 to a negative power #DIV/0!. */
export const POWER = define({
  name: "POWER",
  parameters: [number(), number()],
  evaluate: (base, exponent) => {
    if (base === 0 && exponent <= 0) return exponent === 0 ? NUM : DIV0;
    return base ** exponent;
  },
});

/** Beyond this quotient Excel gives up on MOD. */
const LARGEST_QUOTIENT = 2 ** 50;

/** MOD(number, divisor): the remainder, with the sign of the divisor. */
export const MOD = define({
  name: "MOD",
  parameters: [number(), number()],
  evaluate: (dividend, divisor) => {
    if (divisor === 0) return DIV0;
    const quotient = dividend / divisor;
    return Math.abs(quotient) >= LARGEST_QUOTIENT ? NUM : dividend - divisor * Math.floor(quotient);
  },
});

/** QUOTIENT(numerator, denominator): the whole part of the division. */
export const QUOTIENT = define({
  name: "QUOTIENT",
  parameters: [strictNumber(), strictNumber()],
  evaluate: (numerator, denominator) => (denominator === 0 ? DIV0 : Math.trunc(numerator / denominator)),
});

/** From here on whole numbers have gaps. */
const LARGEST_WHOLE = 2 ** 53;

/** Whole numbers ≥ 0 for GCD and LCM; blank cells are 0 in ranges, and #VALUE! where nothing else is given. */
function wholeNumbers(matrices: readonly Matrix[]): number[] | ExcelError {
  let given: number[] = [];
  for (const matrix of matrices) {
    const own = toolpakNumbers([matrix]);
    if (!Array.isArray(own)) return own;
    const size = matrix.rows * matrix.columns;
    given = given.concat(own, size > 1 && own.length < size ? [0] : []);
  }
  if (given.length === 0) return VALUE;
  return given.some((value) => value < 0 || value >= LARGEST_WHOLE) ? NUM : given.map(Math.trunc);
}

/** GCD(number1, …): fractions are cut off, negative numbers give #NUM!. */
export const GCD = define({
  name: "GCD",
  parameters: [many(areas())],
  evaluate: (args) => {
    const whole = wholeNumbers(args.flat());
    return Array.isArray(whole) ? whole.reduce(greatestCommonDivisor, 0) : whole;
  },
});

/** LCM(number1, …): fractions are cut off, negative numbers give #NUM!, a 0 gives 0. */
export const LCM = define({
  name: "LCM",
  parameters: [many(areas())],
  evaluate: (args) => {
    const whole = wholeNumbers(args.flat());
    if (!Array.isArray(whole)) return whole;
    if (whole.includes(0)) return 0;
    const multiple = whole.reduce((a, b) => (a / greatestCommonDivisor(a, b)) * b, 1);
    return multiple >= LARGEST_WHOLE ? NUM : multiple;
  },
});

/** PI(). */
export const PI = define({ name: "PI", parameters: [], evaluate: () => Math.PI });
