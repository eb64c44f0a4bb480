/** The coupon calendar of a bond, counted back from its maturity. All dates are whole serials of the 1900 system. */
import { dateOfSerial } from "../../serial-date.ts";
import { addMonths, type Basis, daysBetween, isMonthEnd } from "./day-count.ts";

/** Coupons per year. */
export type Frequency = 1 | 2 | 4;

export function isFrequency(frequency: number): frequency is Frequency {
  return frequency === 1 || frequency === 2 || frequency === 4;
}

/** The coupon date `count` periods before (below 0: after) `anchor`; on month ends where the anchor is one. */
export function couponDate(anchor: number, frequency: Frequency, count: number): number {
  const date = dateOfSerial(anchor);
  return addMonths(date, (-12 / frequency) * count, isMonthEnd(date));
}

/** The coupons after settlement, up to and with maturity (COUPNUM). */
function couponsLeft(settlement: number, maturity: number, frequency: Frequency): number {
  const start = dateOfSerial(settlement);
  const end = dateOfSerial(maturity);
  const months = (end.year - start.year) * 12 + end.month - start.month;
  let count = Math.max(1, Math.floor((months * frequency) / 12));
  while (couponDate(maturity, frequency, count) > settlement) count++;
  return count;
}

export type CouponPeriod = {
  /** The last coupon date on or before settlement (COUPPCD) and the first after it (COUPNCD). */
  previous: number;
  next: number;
  /** Coupons left, the one at maturity included. */
  count: number;
  /** Days of the period, before settlement and after it (E, A and DSC in Microsoft's formulas). */
  days: number;
  accrued: number;
  remaining: number;
};

/** The coupon period in which settlement falls. */
export function couponPeriod(settlement: number, maturity: number, frequency: Frequency, basis: Basis): CouponPeriod {
  const count = couponsLeft(settlement, maturity, frequency);
  const previous = couponDate(maturity, frequency, count);
  const next = couponDate(maturity, frequency, count - 1);
  const days = periodDays(previous, next, frequency, basis);
  const accrued = daysBetween(previous, settlement, basis);
  const remaining = basis === 0 || basis === 4 ? days - accrued : next - settlement;
  return { previous, next, count, days, accrued, remaining };
}

/** The length of a coupon period as the basis has it (COUPDAYS). */
export function periodDays(previous: number, next: number, frequency: Frequency, basis: Basis): number {
  if (basis === 1) return next - previous;
  return (basis === 3 ? 365 : 360) / frequency;
}
