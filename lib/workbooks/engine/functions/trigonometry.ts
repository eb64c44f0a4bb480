/** Angles in radians, hyperbolic functions and their inverses. Source: Microsoft's function reference. */
import { DIV0, type ExcelError, NUM } from "../../values.ts";
import { define, number } from "./contract.ts";

/** Excel refuses angles from here on, where the remainder of a full turn has lost its meaning. */
const LARGEST_ANGLE = 2 ** 27;

/** A function of one number. */
function unary(name: string, compute: (x: number) => number | ExcelError) {
  return define({ name, parameters: [number()], evaluate: (x) => compute(x) });
}

/** A function of an angle. */
function ofAngle(name: string, compute: (angle: number) => number | ExcelError) {
  return unary(name, (angle) => (Math.abs(angle) >= LARGEST_ANGLE ? NUM : compute(angle)));
}

/** 1/x, #DIV/0! where x is 0. */
function reciprocal(x: number): number | ExcelError {
  return x === 0 ? DIV0 : 1 / x;
}

/** Excel's π has 64 bits: by so much its quarter turn is too long, which shows where the tangent is near a pole. */
const QUARTER_TURN_ERROR = 2.508278806334166e-20;
const NEAR_POLE = 1e8;

function tangent(angle: number): number {
  const exact = Math.tan(angle);
  if (Math.abs(exact) < NEAR_POLE) return exact;
  return 1 / (1 / exact + Math.round(angle / (Math.PI / 2)) * QUARTER_TURN_ERROR);
}

/** SIN(angle): #NUM! from 2^27 on, as for all functions of an angle. */
export const SIN = ofAngle("SIN", Math.sin);
/** COS(angle). */
export const COS = ofAngle("COS", Math.cos);
/** TAN(angle). */
export const TAN = ofAngle("TAN", tangent);
/** COT(angle): #DIV/0! at 0. */
export const COT = ofAngle("COT", (angle) => reciprocal(Math.tan(angle)));
/** SEC(angle): 1/cos. */
export const SEC = ofAngle("SEC", (angle) => reciprocal(Math.cos(angle)));
/** CSC(angle): #DIV/0! at 0. */
export const CSC = ofAngle("CSC", (angle) => reciprocal(Math.sin(angle)));

/** ASIN(number): #NUM! outside −1 … 1, as for ACOS. */
export const ASIN = unary("ASIN", Math.asin);
/** ACOS(number): between 0 and π; #NUM! outside −1 … 1. */
export const ACOS = unary("ACOS", Math.acos);
/** ATAN(number): between −π/2 and π/2. */
export const ATAN = unary("ATAN", Math.atan);
/** ACOT(number): between 0 and π. */
export const ACOT = unary("ACOT", (x) => Math.PI / 2 - Math.atan(x));

/** ATAN2(x, y): the angle of a point, x first; #DIV/0! at the origin. */
export const ATAN2 = define({
  name: "ATAN2",
  parameters: [number(), number()],
  evaluate: (x, y) => (x === 0 && y === 0 ? DIV0 : Math.atan2(y, x)),
});

/** SINH(number). */
export const SINH = unary("SINH", Math.sinh);
/** COSH(number). */
export const COSH = unary("COSH", Math.cosh);
/** TANH(number). */
export const TANH = unary("TANH", Math.tanh);
/** COTH(number): #DIV/0! at 0. */
export const COTH = unary("COTH", (x) => reciprocal(Math.tanh(x)));
/** SECH(number): 1/cosh. */
export const SECH = unary("SECH", (x) => 1 / Math.cosh(x));
/** CSCH(number): #DIV/0! at 0. */
export const CSCH = unary("CSCH", (x) => reciprocal(Math.sinh(x)));

/** ASINH(number). */
export const ASINH = unary("ASINH", Math.asinh);
/** ACOSH(number): #NUM! below 1. */
export const ACOSH = unary("ACOSH", Math.acosh);
/** ATANH(number): #NUM! outside −1 … 1, and at its ends. */
export const ATANH = unary("ATANH", Math.atanh);
/** ACOTH(number): #NUM! from −1 to 1. */
export const ACOTH = unary("ACOTH", (x) => Math.atanh(1 / x));

/** DEGREES(angle): radians to degrees. */
export const DEGREES = unary("DEGREES", (radians) => (radians / Math.PI) * 180);
/** RADIANS(angle): degrees to radians. */
export const RADIANS = unary("RADIANS", (degrees) => (degrees / 180) * Math.PI);
