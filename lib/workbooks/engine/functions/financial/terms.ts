/** The terms of a security, as its functions take them. Text that looks like a number is refused. */
import { optional, strictInteger, strictNumber } from "../contract.ts";

/** A day as a serial number; the time of day is cut off. */
export const DATE = strictInteger();
/** A rate, a yield, a price or a redemption. */
export const AMOUNT = strictNumber();
/** Coupons a year. */
export const FREQUENCY = strictInteger();
/** How days are counted, 0 where it is left out. */
export const BASIS = optional(strictInteger(), 0);
/** Face value, 1000 where it is left out. */
export const PAR = optional(strictNumber(), 1000);
