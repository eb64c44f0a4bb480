/** The IM… functions, on texts such as `3+4i`. Source: Microsoft's function reference, "Engineering". */
import { DIV0, ExcelError, NUM, type Scalar, VALUE } from "../../../values.ts";
import { scalarsOf } from "../../value.ts";
import { areas, define, many, optional, scalar, strictNumber, text } from "../contract.ts";
import type { Complex, Unit } from "./complex.ts";
import * as complex from "./complex.ts";

type Parsed = { value: Complex; unit: Unit | undefined };

/** A cell as a complex number: blank is 0, a boolean #VALUE!, a text that is none #NUM!. */
function read(value: Scalar): Parsed | ExcelError {
  if (value instanceof ExcelError) return value;
  if (typeof value === "boolean") return VALUE;
  if (typeof value === "number" || value === null) return { value: { re: value ?? 0, im: 0 }, unit: undefined };
  return complex.parseComplex(value) ?? NUM;
}

/** The result as Excel writes it; #NUM! where a part is not finite. */
function write(value: Complex, unit: Unit | undefined): string | ExcelError {
  if (!Number.isFinite(value.re) || !Number.isFinite(value.im)) return NUM;
  return complex.formatComplex(value, unit ?? "i");
}

/** A real fact about one complex number. */
function realPart(name: string, compute: (z: Complex) => number | ExcelError) {
  return define({
    name,
    parameters: [scalar()],
    evaluate: (cell) => {
      const parsed = read(cell);
      return parsed instanceof ExcelError ? parsed : compute(parsed.value);
    },
  });
}

/** One complex number to another. */
function unary(name: string, compute: (z: Complex) => Complex) {
  return define({
    name,
    parameters: [scalar()],
    evaluate: (cell) => {
      const parsed = read(cell);
      return parsed instanceof ExcelError ? parsed : write(compute(parsed.value), parsed.unit);
    },
  });
}

/** Both operands with one unit; undefined for i and j together. */
function combine(a: Parsed, b: Parsed, compute: (a: Complex, b: Complex) => Complex): Parsed | undefined {
  if (a.unit !== undefined && b.unit !== undefined && a.unit !== b.unit) return undefined;
  return { value: compute(a.value, b.value), unit: a.unit ?? b.unit };
}

function binary(name: string, compute: (a: Complex, b: Complex) => Complex) {
  return define({
    name,
    parameters: [scalar(), scalar()],
    evaluate: (left, right) => {
      const a = read(left);
      if (a instanceof ExcelError) return a;
      const b = read(right);
      if (b instanceof ExcelError) return b;
      const result = combine(a, b, compute);
      return result === undefined ? NUM : write(result.value, result.unit);
    },
  });
}

/** All numbers given; a blank cell given by itself is 0, those of a range are passed over. */
function fold(name: string, start: Complex, compute: (a: Complex, b: Complex) => Complex) {
  return define({
    name,
    parameters: [many(areas())],
    evaluate: (args) => {
      let result: Parsed = { value: start, unit: undefined };
      for (const matrix of args.flat()) {
        const isSingle = matrix.rows * matrix.columns === 1;
        for (const cell of isSingle ? [matrix.at(0, 0)] : scalarsOf(matrix)) {
          if (cell === null && !isSingle) continue;
          const parsed = read(cell);
          if (parsed instanceof ExcelError) return parsed;
          const next = combine(result, parsed, compute);
          if (next === undefined) return VALUE;
          result = next;
        }
      }
      return write(result.value, result.unit);
    },
  });
}

/** COMPLEX(real, imaginary, [unit]): the unit is i or j, in lower case. */
export const COMPLEX = define({
  name: "COMPLEX",
  parameters: [strictNumber(), strictNumber(), optional(text(), "i")],
  evaluate: (re, im, unit) => {
    const name = unit === "" ? "i" : unit;
    return name === "i" || name === "j" ? complex.formatComplex({ re, im }, name) : VALUE;
  },
});

/** IMREAL(z): the real part. */
export const IMREAL = realPart("IMREAL", ({ re }) => re);
/** IMAGINARY(z): the imaginary part. */
export const IMAGINARY = realPart("IMAGINARY", ({ im }) => im);
/** IMABS(z): the modulus. */
export const IMABS = realPart("IMABS", complex.modulus);
/** IMARGUMENT(z): the angle from −π to π; #DIV/0! at zero. */
export const IMARGUMENT = realPart("IMARGUMENT", (z) => (z.re === 0 && z.im === 0 ? DIV0 : complex.argument(z)));

/** IMCONJUGATE(z): the imaginary part negated. */
export const IMCONJUGATE = unary("IMCONJUGATE", ({ re, im }) => ({ re, im: -im }));
/** IMEXP(z): e to the power z. */
export const IMEXP = unary("IMEXP", complex.exponential);
/** IMLN(z): the principal logarithm; #NUM! at zero. */
export const IMLN = unary("IMLN", complex.logarithm);
/** IMLOG10(z): the principal logarithm to base 10; #NUM! at zero. */
export const IMLOG10 = unary("IMLOG10", (z) => complex.scale(complex.logarithm(z), Math.LOG10E));
/** IMLOG2(z): the principal logarithm to base 2; #NUM! at zero. */
export const IMLOG2 = unary("IMLOG2", (z) => ({
  re: Math.log2(complex.modulus(z)),
  im: complex.argument(z) / Math.LN2,
}));
/** IMSQRT(z): the principal square root. */
export const IMSQRT = unary("IMSQRT", complex.squareRoot);
/** IMSIN(z): the sine. */
export const IMSIN = unary("IMSIN", complex.sine);
/** IMCOS(z): the cosine. */
export const IMCOS = unary("IMCOS", complex.cosine);
/** IMTAN(z): the tangent. */
export const IMTAN = unary("IMTAN", complex.tangent);
/** IMCOT(z): the cotangent; #NUM! at zero. */
export const IMCOT = unary("IMCOT", complex.cotangent);
/** IMSEC(z): the secant. */
export const IMSEC = unary("IMSEC", complex.secant);
/** IMCSC(z): the cosecant; #NUM! at zero. */
export const IMCSC = unary("IMCSC", complex.cosecant);
/** IMSINH(z): the hyperbolic sine. */
export const IMSINH = unary("IMSINH", complex.hyperbolicSine);
/** IMCOSH(z): the hyperbolic cosine. */
export const IMCOSH = unary("IMCOSH", complex.hyperbolicCosine);
/** IMSECH(z): the hyperbolic secant. */
export const IMSECH = unary("IMSECH", complex.hyperbolicSecant);
/** IMCSCH(z): the hyperbolic cosecant; #NUM! at zero. */
export const IMCSCH = unary("IMCSCH", complex.hyperbolicCosecant);

/** IMPOWER(z, exponent): the principal value, the exponent real. */
export const IMPOWER = define({
  name: "IMPOWER",
  parameters: [scalar(), strictNumber()],
  evaluate: (cell, exponent) => {
    const parsed = read(cell);
    return parsed instanceof ExcelError ? parsed : write(complex.power(parsed.value, exponent), parsed.unit);
  },
});

/** IMSUB(z1, z2): the difference; i and j together give #NUM!. */
export const IMSUB = binary("IMSUB", complex.subtract);
/** IMDIV(dividend, divisor): #NUM! by zero. */
export const IMDIV = binary("IMDIV", complex.divide);
/** IMSUM(z1, …): the sum; i and j together give #VALUE!. */
export const IMSUM = fold("IMSUM", { re: 0, im: 0 }, complex.add);
/** IMPRODUCT(z1, …): the product; i and j together give #VALUE!. */
export const IMPRODUCT = fold("IMPRODUCT", complex.ONE, complex.multiply);
