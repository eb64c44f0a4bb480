/** Securities without coupons: discounted, paying at maturity, and Treasury bills. Source: Microsoft's function reference. */
import { type ExcelError, NUM } from "../../../values.ts";
import { dateOfSerial } from "../../serial-date.ts";
import { define, type FunctionContext } from "../contract.ts";
import { dayNumber } from "./dates.ts";
import { addMonths, isBasis, yearFraction } from "./day-count.ts";
import { AMOUNT, BASIS, DATE, PAR } from "./terms.ts";

/** The share of a year from one date to a later one; undefined when the basis or the order is wrong. */
function years(from: number, to: number, basis: number, context: FunctionContext): number | undefined {
  if (!isBasis(basis) || from < 0 || from >= to) return undefined;
  return yearFraction(dayNumber(from, context), dayNumber(to, context), basis);
}

/** A function of the years from settlement to maturity and two amounts or rates, both above 0. */
function discounted(name: string, compute: (a: number, b: number, years: number) => number | ExcelError) {
  return define({
    name,
    parameters: [DATE, DATE, AMOUNT, AMOUNT, BASIS],
    evaluate: (settlement, maturity, a, b, basis, context) => {
      const time = years(settlement, maturity, basis, context);
      return time === undefined || a <= 0 || b <= 0 ? NUM : compute(a, b, time);
    },
  });
}

/** DISC(settlement, maturity, price, redemption, [basis]): the discount rate. */
export const DISC = discounted("DISC", (price, redemption, time) => (redemption - price) / redemption / time);
/** INTRATE(settlement, maturity, investment, redemption, [basis]): the interest rate. */
export const INTRATE = discounted("INTRATE", (investment, redemption, time) => (redemption / investment - 1) / time);
/** YIELDDISC(settlement, maturity, price, redemption, [basis]): the yearly yield. */
export const YIELDDISC = discounted("YIELDDISC", (price, redemption, time) => (redemption / price - 1) / time);
/** PRICEDISC(settlement, maturity, discount, redemption, [basis]). */
export const PRICEDISC = discounted("PRICEDISC", (discount, redemption, time) => redemption * (1 - discount * time));
/** RECEIVED(settlement, maturity, investment, discount, [basis]): the amount at maturity. */
export const RECEIVED = discounted("RECEIVED", (investment, discount, time) =>
  discount * time >= 1 ? NUM : investment / (1 - discount * time),
);

/** ACCRINTM(issue, settlement, rate, [par], [basis]): interest that is paid at maturity. */
export const ACCRINTM = define({
  name: "ACCRINTM",
  parameters: [DATE, DATE, AMOUNT, PAR, BASIS],
  evaluate: (issue, settlement, rate, par, basis, context) => {
    const time = years(issue, settlement, basis, context);
    return time === undefined || rate <= 0 || par <= 0 ? NUM : par * rate * time;
  },
});

type MaturityTerms = { rate: number; whole: number; accrued: number; left: number };

/** Interest at maturity: settlement, maturity, issue, rate, a yield or price, basis; the three spans in years. */
function atMaturity(name: string, compute: (terms: MaturityTerms, given: number) => number | ExcelError) {
  return define({
    name,
    parameters: [DATE, DATE, DATE, AMOUNT, AMOUNT, BASIS],
    evaluate: (settlement, maturity, issue, rate, given, basis, context) => {
      const whole = years(issue, maturity, basis, context);
      const left = years(settlement, maturity, basis, context);
      const accrued = issue === settlement ? 0 : years(issue, settlement, basis, context);
      if (whole === undefined || left === undefined || accrued === undefined || rate < 0) return NUM;
      return compute({ rate, whole, accrued, left }, given);
    },
  });
}

/** PRICEMAT(settlement, maturity, issue, rate, yield, [basis]). */
export const PRICEMAT = atMaturity("PRICEMAT", ({ rate, whole, accrued, left }, yearlyYield) =>
  yearlyYield < 0 ? NUM : (100 * (1 + whole * rate)) / (1 + left * yearlyYield) - 100 * accrued * rate,
);
/** YIELDMAT(settlement, maturity, issue, rate, price, [basis]). */
export const YIELDMAT = atMaturity("YIELDMAT", ({ rate, whole, accrued, left }, price) =>
  price <= 0 ? NUM : ((1 + whole * rate) / (price / 100 + accrued * rate) - 1) / left,
);

/** Treasury bills: settlement, maturity at most a year later, and a price or discount above 0. */
function treasuryBill(name: string, compute: (given: number, days: number) => number | ExcelError) {
  return define({
    name,
    parameters: [DATE, DATE, AMOUNT],
    evaluate: (settlement, maturity, given, context) => {
      if (given <= 0 || settlement < 0 || settlement >= maturity) return NUM;
      const yearLater = addMonths(dateOfSerial(dayNumber(settlement, context)), 12, false);
      return dayNumber(maturity, context) > yearLater ? NUM : compute(given, maturity - settlement);
    },
  });
}

function billPrice(discount: number, days: number): number {
  return 100 * (1 - (discount * days) / 360);
}

/** TBILLPRICE(settlement, maturity, discount): per 100 of face. */
export const TBILLPRICE = treasuryBill("TBILLPRICE", (discount, days) => {
  const price = billPrice(discount, days);
  return price < 0 ? NUM : price;
});
/** TBILLYIELD(settlement, maturity, price). */
export const TBILLYIELD = treasuryBill("TBILLYIELD", (price, days) => (((100 - price) / price) * 360) / days);
/** TBILLEQ(settlement, maturity, discount): the bond-equivalent yield; over 182 days with interest half-yearly. */
export const TBILLEQ = treasuryBill("TBILLEQ", (discount, days) => {
  if (days <= 182) return (365 * discount) / (360 - discount * days);
  const price = billPrice(discount, days) / 100;
  const time = days / (days === 366 ? 366 : 365);
  return (2 * (Math.sqrt(time * time - (2 * time - 1) * (1 - 1 / price)) - time)) / (2 * time - 1);
});
