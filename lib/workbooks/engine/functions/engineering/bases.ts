/** Binary, octal, decimal and hexadecimal, ten digits in two's complement. Source: Microsoft's function reference. */
import { type ExcelError, NUM, type Scalar, VALUE } from "../../../values.ts";
import { toText } from "../../coerce.ts";
import { define, optional, scalar, strictNumber } from "../contract.ts";

type Base = { radix: number; digits: RegExp };

const DIGITS = 10;
const BINARY: Base = { radix: 2, digits: /^[01]{0,10}$/ };
const OCTAL: Base = { radix: 8, digits: /^[0-7]{0,10}$/ };
const HEXADECIMAL: Base = { radix: 16, digits: /^[0-9a-f]{0,10}$/i };

/** The number that digits stand for; the upper half of the ten-digit range is negative. */
function parse(cell: Scalar, { radix, digits: allowed }: Base): number | ExcelError {
  if (typeof cell === "boolean") return VALUE;
  const digits = toText(cell);
  if (typeof digits !== "string") return digits;
  if (!allowed.test(digits)) return NUM;
  const value = digits === "" ? 0 : Number.parseInt(digits, radix);
  const size = radix ** DIGITS;
  return value >= size / 2 ? value - size : value;
}

/** Ten digits for a negative number; others padded to `places`, 1 to 10, which must hold them. */
function format(value: number, places: number | undefined, { radix }: Base): string | ExcelError {
  const size = radix ** DIGITS;
  if (value < -size / 2 || value >= size / 2) return NUM;
  if (places !== undefined && (places < 1 || places >= DIGITS + 1)) return NUM;
  if (value < 0) return (value + size).toString(radix).toUpperCase();
  const digits = value.toString(radix).toUpperCase();
  if (places === undefined) return digits;
  const width = Math.trunc(places);
  return width < digits.length ? NUM : digits.padStart(width, "0");
}

function toDecimal(name: string, from: Base) {
  return define({ name, parameters: [scalar()], evaluate: (digits) => parse(digits, from) });
}

function fromDecimal(name: string, to: Base) {
  return define({
    name,
    parameters: [strictNumber(), optional(strictNumber())],
    evaluate: (value, places) => format(Math.trunc(value), places, to),
  });
}

function between(name: string, from: Base, to: Base) {
  return define({
    name,
    parameters: [scalar(), optional(strictNumber())],
    evaluate: (digits, places) => {
      const value = parse(digits, from);
      return typeof value === "number" ? format(value, places, to) : value;
    },
  });
}

/** BIN2DEC(number): ten digits at most, the first of ten is the sign. */
export const BIN2DEC = toDecimal("BIN2DEC", BINARY);
/** OCT2DEC(number): ten digits at most, in two's complement. */
export const OCT2DEC = toDecimal("OCT2DEC", OCTAL);
/** HEX2DEC(number): ten digits at most, in two's complement. */
export const HEX2DEC = toDecimal("HEX2DEC", HEXADECIMAL);
/** DEC2BIN(number, [places]): −512 to 511. */
export const DEC2BIN = fromDecimal("DEC2BIN", BINARY);
/** DEC2OCT(number, [places]): −2^29 to 2^29 − 1. */
export const DEC2OCT = fromDecimal("DEC2OCT", OCTAL);
/** DEC2HEX(number, [places]): −2^39 to 2^39 − 1. */
export const DEC2HEX = fromDecimal("DEC2HEX", HEXADECIMAL);
/** BIN2OCT(number, [places]): binary to octal. */
export const BIN2OCT = between("BIN2OCT", BINARY, OCTAL);
/** BIN2HEX(number, [places]): binary to hexadecimal. */
export const BIN2HEX = between("BIN2HEX", BINARY, HEXADECIMAL);
/** OCT2BIN(number, [places]): octal to binary, −512 to 511. */
export const OCT2BIN = between("OCT2BIN", OCTAL, BINARY);
/** OCT2HEX(number, [places]): octal to hexadecimal. */
export const OCT2HEX = between("OCT2HEX", OCTAL, HEXADECIMAL);
/** HEX2BIN(number, [places]): hexadecimal to binary, −512 to 511. */
export const HEX2BIN = between("HEX2BIN", HEXADECIMAL, BINARY);
/** HEX2OCT(number, [places]): hexadecimal to octal, −2^29 to 2^29 − 1. */
export const HEX2OCT = between("HEX2OCT", HEXADECIMAL, OCTAL);
