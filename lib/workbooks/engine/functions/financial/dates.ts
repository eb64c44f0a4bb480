import { DAYS_1904 } from "../../serial-date.ts";
import type { FunctionContext } from "../contract.ts";

/** A date argument as a serial of the 1900 system, in which all bond calendars reckon. */
export function dayNumber(serial: number, { date1904 }: FunctionContext): number {
  return date1904 ? serial + DAYS_1904 : serial;
}

/** The other way, for dates in results. */
export function dateResult(serial: number, { date1904 }: FunctionContext): number {
  return date1904 ? serial - DAYS_1904 : serial;
}
