import { digitsOf, fractionOf, round, wholeOf } from "./digits.ts";

/** A cell in General shows at most this many characters, the point included and the sign not. */
const WIDTH = 11;

/**
 * A number in the format General: as many digits as fit into 11 characters, and powers of ten (`1.23457E+11`)
 * from 1E+11 on, and below 0.0001 where the number does not fit otherwise.
 */
export function formatGeneral(value: number): string {
  const sign = value < 0 ? "-" : "";
  const size = digitsOf(value);
  if (size.digits === "") return "0";
  const power = size.point - 1;
  if (power < -4) {
    const exact = `0.${fractionOf(size)}`;
    return sign + (exact.length <= WIDTH ? exact : powerOfTen(value));
  }
  const shown = round(size, Math.max(0, WIDTH - 1 - Math.max(1, size.point)));
  const whole = wholeOf(shown);
  if (whole.length > WIDTH) return sign + powerOfTen(value);
  const fraction = fractionOf(shown);
  return `${sign}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Six significant digits and an exponent of two digits or more. */
function powerOfTen(value: number): string {
  const [mantissa = "", exponent = "0"] = Math.abs(value).toExponential(5).split("e");
  const power = Number(exponent);
  return `${Number(mantissa)}E${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
