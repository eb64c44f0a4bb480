/** Complex numbers, and the texts in which Excel writes them: `3+4i`, `-j`, `1.5E-3-2i`. */
import { numberToText } from "../../coerce.ts";

export type Complex = { readonly re: number; readonly im: number };
export type Unit = "i" | "j";

const NUMBER = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
const REAL = new RegExp(`^[+-]?${NUMBER}$`);
const RECTANGULAR = new RegExp(`^([+-]?${NUMBER}(?=[+-]))?([+-]?(?:${NUMBER})?)([ij])$`);

/** Reads a complex number; undefined for a text that is none. A number without imaginary part has no unit. */
export function parseComplex(text: string): { value: Complex; unit: Unit | undefined } | undefined {
  if (REAL.test(text)) return { value: { re: Number(text), im: 0 }, unit: undefined };
  const match = RECTANGULAR.exec(text);
  if (match === null) return undefined;
  const [, real, imaginary = "", unit] = match;
  const im = imaginary === "" || imaginary === "+" ? 1 : imaginary === "-" ? -1 : Number(imaginary);
  return { value: { re: Number(real ?? 0), im }, unit: unit as Unit };
}

/** Writes it with up to 15 digits; a part that is 0 is left out, and a factor 1 of the unit. */
export function formatComplex({ re, im }: Complex, unit: Unit): string {
  if (im === 0) return numberToText(re);
  const size = im === 1 ? "" : im === -1 ? "-" : numberToText(im);
  const imaginary = `${size}${unit}`;
  if (re === 0) return imaginary;
  return `${numberToText(re)}${im > 0 ? "+" : ""}${imaginary}`;
}

export const ONE: Complex = { re: 1, im: 0 };

export function add(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}

export function subtract(a: Complex, b: Complex): Complex {
  return { re: a.re - b.re, im: a.im - b.im };
}

export function multiply(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

/** Division; NaN by zero. */
export function divide(a: Complex, b: Complex): Complex {
  const square = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / square, im: (a.im * b.re - a.re * b.im) / square };
}

export function scale({ re, im }: Complex, factor: number): Complex {
  return { re: re * factor, im: im * factor };
}

export function modulus({ re, im }: Complex): number {
  return Math.hypot(re, im);
}

export function argument({ re, im }: Complex): number {
  return Math.atan2(im, re);
}

function polar(size: number, angle: number): Complex {
  return { re: size * Math.cos(angle), im: size * Math.sin(angle) };
}

export function exponential({ re, im }: Complex): Complex {
  return polar(Math.exp(re), im);
}

/** The principal logarithm; −Infinity at zero. */
export function logarithm(z: Complex): Complex {
  return { re: Math.log(modulus(z)), im: argument(z) };
}

/** The principal value of z to a real power. */
export function power(z: Complex, exponent: number): Complex {
  if (modulus(z) === 0) return { re: exponent > 0 ? 0 : Number.NaN, im: 0 };
  return polar(modulus(z) ** exponent, argument(z) * exponent);
}

/** The principal square root, by half the sum of modulus and real part, which keeps its digits. */
export function squareRoot({ re, im }: Complex): Complex {
  const large = Math.sqrt((Math.hypot(re, im) + Math.abs(re)) / 2);
  if (large === 0) return { re: 0, im: 0 };
  const small = im / (2 * large);
  return re >= 0 ? { re: large, im: small } : { re: Math.abs(small), im: im < 0 ? -large : large };
}

export function sine({ re, im }: Complex): Complex {
  return { re: Math.sin(re) * Math.cosh(im), im: Math.cos(re) * Math.sinh(im) };
}

export function cosine({ re, im }: Complex): Complex {
  return { re: Math.cos(re) * Math.cosh(im), im: -Math.sin(re) * Math.sinh(im) };
}

export function hyperbolicSine({ re, im }: Complex): Complex {
  return { re: Math.sinh(re) * Math.cos(im), im: Math.cosh(re) * Math.sin(im) };
}

export function hyperbolicCosine({ re, im }: Complex): Complex {
  return { re: Math.cosh(re) * Math.cos(im), im: Math.sinh(re) * Math.sin(im) };
}

// Quotients of the above in closed form: dividing one by the other would cost the last digit that Excel shows.

export function tangent({ re, im }: Complex): Complex {
  const divisor = Math.cosh(2 * im) + Math.cos(2 * re);
  return { re: Math.sin(2 * re) / divisor, im: Math.sinh(2 * im) / divisor };
}

export function cotangent({ re, im }: Complex): Complex {
  const divisor = coshLessCos(2 * im, 2 * re);
  return { re: Math.sin(2 * re) / divisor, im: -Math.sinh(2 * im) / divisor };
}

export function secant(z: Complex): Complex {
  return doubledConjugateOver(cosine(z), Math.cosh(2 * z.im) + Math.cos(2 * z.re));
}

export function cosecant(z: Complex): Complex {
  return doubledConjugateOver(sine(z), coshLessCos(2 * z.im, 2 * z.re));
}

export function hyperbolicSecant(z: Complex): Complex {
  return doubledConjugateOver(hyperbolicCosine(z), Math.cosh(2 * z.re) + Math.cos(2 * z.im));
}

export function hyperbolicCosecant(z: Complex): Complex {
  return doubledConjugateOver(hyperbolicSine(z), coshLessCos(2 * z.re, 2 * z.im));
}

/** cosh a − cos b, which would cancel where both are small. */
function coshLessCos(a: number, b: number): number {
  const difference = Math.cosh(a) - Math.cos(b);
  return difference > 1 ? difference : 2 * (Math.sinh(a / 2) ** 2 + Math.sin(b / 2) ** 2);
}

function doubledConjugateOver({ re, im }: Complex, divisor: number): Complex {
  return { re: (2 * re) / divisor, im: (-2 * im) / divisor };
}
