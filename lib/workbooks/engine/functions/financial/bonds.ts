/** Prices, yields and durations of bonds that pay coupons, by the formulas of Microsoft's documentation, per 100 face. */
import { findNear } from "../../numerics/root.ts";
import { type CouponPeriod, couponDate, couponPeriod, type Frequency, periodDays } from "./coupons.ts";
import { type Basis, daysBetween } from "./day-count.ts";

export type Bond = {
  settlement: number;
  maturity: number;
  rate: number;
  redemption: number;
  frequency: Frequency;
  basis: Basis;
};

/** The clean price for a yearly yield (PRICE). */
export function bondPrice(bond: Bond, yearlyYield: number): number {
  return priceIn(couponPeriod(bond.settlement, bond.maturity, bond.frequency, bond.basis), bond, yearlyYield);
}

function priceIn(period: CouponPeriod, { rate, redemption, frequency }: Bond, yearlyYield: number): number {
  const coupon = (100 * rate) / frequency;
  const first = shareLeft(period);
  const accrued = (coupon * period.accrued) / period.days;
  if (period.count === 1) return (coupon + redemption) / (1 + (first * yearlyYield) / frequency) - accrued;
  const growth = 1 + yearlyYield / frequency;
  const discount = growth ** -first;
  return discount * (redemption * growth ** (1 - period.count) + coupon * annuityDue(growth, period.count)) - accrued;
}

/** The rest of the coupon period: its days on the basis less those accrued, which need not be those of COUPDAYSNC. */
function shareLeft({ days, accrued }: CouponPeriod): number {
  return (days - accrued) / days;
}

/** Σ growth^−k for k = 0 … count − 1. */
function annuityDue(growth: number, count: number): number {
  if (growth === 1) return count;
  return (1 - growth ** -count) / (1 - 1 / growth);
}

/** The yearly yield for a clean price (YIELD). */
export function bondYield(bond: Bond, price: number): number {
  const period = couponPeriod(bond.settlement, bond.maturity, bond.frequency, bond.basis);
  const coupon = (100 * bond.rate) / bond.frequency;
  if (period.count === 1) {
    const paid = price + (coupon * period.accrued) / period.days;
    return (((bond.redemption + coupon - paid) / paid) * bond.frequency) / shareLeft(period);
  }
  return findNear((guess) => priceIn(period, bond, guess) - price, bond.rate || 0.1, -bond.frequency);
}

/** Macaulay's duration in years (DURATION). */
export function bondDuration(bond: Bond, yearlyYield: number): number {
  const period = couponPeriod(bond.settlement, bond.maturity, bond.frequency, bond.basis);
  const coupon = (100 * bond.rate) / bond.frequency;
  const growth = 1 + yearlyYield / bond.frequency;
  let value = 0;
  let weighted = 0;
  for (let k = 0; k < period.count; k++) {
    const periods = k + shareLeft(period);
    const present = (coupon + (k === period.count - 1 ? bond.redemption : 0)) * growth ** -periods;
    value += present;
    weighted += present * periods;
  }
  return weighted / value / bond.frequency;
}

export type OddFirst = Bond & { issue: number; firstCoupon: number };

type Coupons = { frequency: Frequency; basis: Basis };

/** A stretch of days cut at quasi-coupon dates, in coupon periods: whole ones, and parts as shares of their own. */
function quasiPeriods(from: number, to: number, anchor: number, { frequency, basis }: Coupons): number {
  let k = 0;
  while (couponDate(anchor, frequency, k) < to) k--;
  let sum = 0;
  for (let end = couponDate(anchor, frequency, k); end > from; ) {
    const start = couponDate(anchor, frequency, ++k);
    if (start >= from && end <= to) sum++;
    else if (start < to) {
      const share = daysBetween(Math.max(from, start), Math.min(to, end), basis);
      sum += share / periodDays(start, end, frequency, basis);
    }
    end = start;
  }
  return sum;
}

/** Quasi-coupon periods from a day to a coupon date: whole ones, and the days to the next as a share of their period. */
function periodsUntil(from: number, coupon: number, { frequency, basis }: Coupons): number {
  let whole = 0;
  while (couponDate(coupon, frequency, whole + 1) > from) whole++;
  const next = couponDate(coupon, frequency, whole);
  const length = periodDays(couponDate(coupon, frequency, whole + 1), next, frequency, basis);
  return whole + daysBetween(from, next, basis) / length;
}

/** The price of a bond whose first period is short or long (ODDFPRICE). */
export function oddFirstPrice(bond: OddFirst, yearlyYield: number): number {
  const { rate, redemption, frequency, settlement, maturity, issue, firstCoupon } = bond;
  const coupon = (100 * rate) / frequency;
  const growth = 1 + yearlyYield / frequency;
  const toFirst = periodsUntil(settlement, firstCoupon, bond);
  let later = 0;
  while (couponDate(firstCoupon, frequency, -(later + 1)) <= maturity) later++;
  const firstPayment = coupon * quasiPeriods(issue, firstCoupon, firstCoupon, bond);
  const accrued = coupon * quasiPeriods(issue, settlement, firstCoupon, bond);
  const regular = coupon * (annuityDue(growth, later + 1) - 1);
  return growth ** -toFirst * (firstPayment + regular + redemption * growth ** -later) - accrued;
}

/** The yield of a bond whose first period is short or long (ODDFYIELD). */
export function oddFirstYield(bond: OddFirst, price: number): number {
  return findNear((guess) => oddFirstPrice(bond, guess) - price, bond.rate || 0.1, -bond.frequency);
}

export type OddLast = Bond & { lastInterest: number };

/** The three stretches of an odd last period, in coupon periods: in all, before settlement and after it. */
function oddLastPeriods(bond: OddLast): { all: number; accrued: number; left: number } {
  const { lastInterest, settlement, maturity } = bond;
  return {
    all: quasiPeriods(lastInterest, maturity, lastInterest, bond),
    accrued: quasiPeriods(lastInterest, settlement, lastInterest, bond),
    left: quasiPeriods(settlement, maturity, lastInterest, bond),
  };
}

/** The price of a bond whose last period is short or long (ODDLPRICE). */
export function oddLastPrice(bond: OddLast, yearlyYield: number): number {
  const { all, accrued, left } = oddLastPeriods(bond);
  const coupon = (100 * bond.rate) / bond.frequency;
  return (bond.redemption + all * coupon) / (1 + (left * yearlyYield) / bond.frequency) - accrued * coupon;
}

/** The yield of a bond whose last period is short or long (ODDLYIELD). */
export function oddLastYield(bond: OddLast, price: number): number {
  const { all, accrued, left } = oddLastPeriods(bond);
  const coupon = (100 * bond.rate) / bond.frequency;
  const paid = price + accrued * coupon;
  return ((bond.redemption + all * coupon - paid) / paid) * (bond.frequency / left);
}
