/** Bonds that pay coupons. Source: Microsoft's function reference, "Financial". */
import { type ExcelError, NUM } from "../../../values.ts";
import { boolean, define, type FunctionContext, optional } from "../contract.ts";
import { accruedPeriods } from "./accrued-interest.ts";
import * as bonds from "./bonds.ts";
import { type CouponPeriod, couponPeriod, isFrequency } from "./coupons.ts";
import { dateResult, dayNumber } from "./dates.ts";
import { isBasis } from "./day-count.ts";
import { AMOUNT, BASIS, DATE, FREQUENCY, PAR } from "./terms.ts";

/** Frequency 1, 2 or 4, basis 0 to 4, and dates that strictly follow each other; undefined otherwise. */
function coupons(frequency: number, basis: number, dates: readonly number[], context: FunctionContext) {
  if (!isFrequency(frequency) || !isBasis(basis)) return undefined;
  const ascending = dates.every((date, index) => date >= 0 && (index === 0 || dates[index - 1]! < date));
  return ascending ? { frequency, basis, days: dates.map((date) => dayNumber(date, context)) } : undefined;
}

/** A fact about the coupon period in which settlement falls. */
function couponFunction(name: string, pick: (period: CouponPeriod, context: FunctionContext) => number) {
  return define({
    name,
    parameters: [DATE, DATE, FREQUENCY, BASIS],
    evaluate: (settlement, maturity, frequency, basis, context) => {
      const terms = coupons(frequency, basis, [settlement, maturity], context);
      if (terms === undefined) return NUM;
      const [from, to] = terms.days as [number, number];
      return pick(couponPeriod(from, to, terms.frequency, terms.basis), context);
    },
  });
}

/** COUPNUM(settlement, maturity, frequency, [basis]): coupons from settlement to maturity. */
export const COUPNUM = couponFunction("COUPNUM", ({ count }) => count);
/** COUPPCD(…): the coupon date before settlement. */
export const COUPPCD = couponFunction("COUPPCD", ({ previous }, context) => dateResult(previous, context));
/** COUPNCD(…): the coupon date after settlement. */
export const COUPNCD = couponFunction("COUPNCD", ({ next }, context) => dateResult(next, context));
/** COUPDAYS(…): days in the coupon period of settlement. */
export const COUPDAYS = couponFunction("COUPDAYS", ({ days }) => days);
/** COUPDAYBS(…): days from its beginning to settlement. */
export const COUPDAYBS = couponFunction("COUPDAYBS", ({ accrued }) => accrued);
/** COUPDAYSNC(…): days from settlement to the next coupon. */
export const COUPDAYSNC = couponFunction("COUPDAYSNC", ({ remaining }) => remaining);

/** A function of settlement, maturity, rate, a yield or price, redemption, frequency and basis. */
function bondFunction(name: string, compute: (bond: bonds.Bond, given: number) => number | ExcelError) {
  return define({
    name,
    parameters: [DATE, DATE, AMOUNT, AMOUNT, AMOUNT, FREQUENCY, BASIS],
    evaluate: (settlement, maturity, rate, given, redemption, frequency, basis, context) => {
      const terms = coupons(frequency, basis, [settlement, maturity], context);
      if (terms === undefined || rate < 0 || redemption <= 0) return NUM;
      const [from, to] = terms.days as [number, number];
      return compute({ ...terms, settlement: from, maturity: to, rate, redemption }, given);
    },
  });
}

/** PRICE(settlement, maturity, rate, yield, redemption, frequency, [basis]): per 100 of face, without accrued interest. */
export const PRICE = bondFunction("PRICE", (bond, rate) => (rate < 0 ? NUM : bonds.bondPrice(bond, rate)));
/** YIELD(settlement, maturity, rate, price, redemption, frequency, [basis]). */
export const YIELD = bondFunction("YIELD", (bond, price) => (price <= 0 ? NUM : bonds.bondYield(bond, price)));

/** Durations: settlement, maturity, coupon rate, yield, frequency, basis. */
function durationFunction(name: string, scale: (years: number, ratePerPeriod: number) => number) {
  return define({
    name,
    parameters: [DATE, DATE, AMOUNT, AMOUNT, FREQUENCY, BASIS],
    evaluate: (settlement, maturity, rate, yearlyYield, frequency, basis, context) => {
      const terms = coupons(frequency, basis, [settlement, maturity], context);
      if (terms === undefined || rate < 0 || yearlyYield < 0) return NUM;
      const [from, to] = terms.days as [number, number];
      const bond = { ...terms, settlement: from, maturity: to, rate, redemption: 100 };
      return scale(bonds.bondDuration(bond, yearlyYield), yearlyYield / frequency);
    },
  });
}

/** DURATION(settlement, maturity, coupon, yield, frequency, [basis]): Macaulay's, in years. */
export const DURATION = durationFunction("DURATION", (years) => years);
/** MDURATION(…): modified, for a face of 100. */
export const MDURATION = durationFunction("MDURATION", (years, ratePerPeriod) => years / (1 + ratePerPeriod));

/** Odd first periods: settlement, maturity, issue, first coupon, rate, a yield or price, redemption, frequency, basis. */
function oddFirstFunction(name: string, compute: (bond: bonds.OddFirst, given: number) => number | ExcelError) {
  return define({
    name,
    parameters: [DATE, DATE, DATE, DATE, AMOUNT, AMOUNT, AMOUNT, FREQUENCY, BASIS],
    evaluate: (settlement, maturity, issue, first, rate, given, redemption, frequency, basis, context) => {
      const terms = coupons(frequency, basis, [issue, settlement, first, maturity], context);
      if (terms === undefined || rate < 0 || redemption <= 0) return NUM;
      const [issued, settled, firstCoupon, matures] = terms.days as [number, number, number, number];
      const bond = { ...terms, settlement: settled, maturity: matures, rate, redemption, issue: issued, firstCoupon };
      return compute(bond, given);
    },
  });
}

/** ODDFPRICE(settlement, maturity, issue, first coupon, rate, yield, redemption, frequency, [basis]). */
export const ODDFPRICE = oddFirstFunction("ODDFPRICE", (bond, rate) =>
  rate < 0 ? NUM : bonds.oddFirstPrice(bond, rate),
);
/** ODDFYIELD(settlement, maturity, issue, first coupon, rate, price, redemption, frequency, [basis]). */
export const ODDFYIELD = oddFirstFunction("ODDFYIELD", (bond, price) =>
  price <= 0 ? NUM : bonds.oddFirstYield(bond, price),
);

/** Odd last periods: settlement, maturity, last interest, rate, a yield or price, redemption, frequency, basis. */
function oddLastFunction(name: string, compute: (bond: bonds.OddLast, given: number) => number | ExcelError) {
  return define({
    name,
    parameters: [DATE, DATE, DATE, AMOUNT, AMOUNT, AMOUNT, FREQUENCY, BASIS],
    evaluate: (settlement, maturity, last, rate, given, redemption, frequency, basis, context) => {
      const terms = coupons(frequency, basis, [last, settlement, maturity], context);
      if (terms === undefined || rate < 0 || redemption <= 0) return NUM;
      const [lastInterest, settled, matures] = terms.days as [number, number, number];
      return compute({ ...terms, settlement: settled, maturity: matures, rate, redemption, lastInterest }, given);
    },
  });
}

/** ODDLPRICE(settlement, maturity, last interest, rate, yield, redemption, frequency, [basis]). */
export const ODDLPRICE = oddLastFunction("ODDLPRICE", (bond, rate) =>
  rate < 0 ? NUM : bonds.oddLastPrice(bond, rate),
);
/** ODDLYIELD(settlement, maturity, last interest, rate, price, redemption, frequency, [basis]). */
export const ODDLYIELD = oddLastFunction("ODDLYIELD", (bond, price) =>
  price <= 0 ? NUM : bonds.oddLastYield(bond, price),
);

/** ACCRINT(issue, first interest, settlement, rate, par, frequency, [basis], [from issue]). */
export const ACCRINT = define({
  name: "ACCRINT",
  parameters: [DATE, DATE, DATE, AMOUNT, PAR, FREQUENCY, BASIS, optional(boolean(), true)],
  evaluate: (issue, firstInterest, settlement, rate, par, frequency, basis, fromIssue, context) => {
    const terms = coupons(frequency, basis, [issue, settlement], context);
    if (terms === undefined || rate <= 0 || par <= 0 || firstInterest < 0) return NUM;
    const [issued, settled] = terms.days as [number, number];
    const dates = { issue: issued, firstInterest: dayNumber(firstInterest, context), settlement: settled };
    return ((par * rate) / frequency) * accruedPeriods(dates, terms, fromIssue);
  },
});
