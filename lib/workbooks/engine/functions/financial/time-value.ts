/** Loans, savings and interest rates. Source: Microsoft's function reference, "Financial". */
import { DIV0, type ExcelError, NUM } from "../../../values.ts";
import { newton } from "../../numerics/root.ts";
import { areas, define, number, optional, strictInteger, strictNumber } from "../contract.ts";
import { toolpakNumbers } from "../toolpak.ts";
import {
  futureValue,
  interestPart,
  type Loan,
  payment,
  presentValue,
  principalPart,
  type Timing,
} from "./annuities.ts";

/** Any number other than 0 means payments at the beginning of the period. */
function timingOf(type: number): Timing {
  return type === 0 ? 0 : 1;
}

/** FV(rate, periods, payment, [present], [type]). */
export const FV = define({
  name: "FV",
  parameters: [number(), number(), number(), optional(number(), 0), optional(number(), 0)],
  evaluate: (rate, periods, paid, present, type) =>
    rate === -1 && periods < 0 ? DIV0 : futureValue(rate, periods, paid, present, timingOf(type)),
});

/** PV(rate, periods, payment, [future], [type]). */
export const PV = define({
  name: "PV",
  parameters: [number(), number(), number(), optional(number(), 0), optional(number(), 0)],
  evaluate: (rate, periods, paid, future, type) =>
    rate === -1 && periods !== 0 ? DIV0 : presentValue(rate, periods, paid, future, timingOf(type)),
});

/** PMT(rate, periods, present, [future], [type]). */
export const PMT = define({
  name: "PMT",
  parameters: [number(), number(), number(), optional(number(), 0), optional(number(), 0)],
  evaluate: (rate, periods, present, future, type) =>
    periods === 0 || rate <= -1 ? NUM : payment(rate, periods, present, future, timingOf(type)),
});

/** A part of the payment of one period, which must lie between 1 and the number of periods. */
function partOfPayment(name: string, part: (loan: Loan, period: number) => number) {
  return define({
    name,
    parameters: [number(), number(), number(), number(), optional(number(), 0), optional(number(), 0)],
    evaluate: (rate, period, periods, present, future, type) => {
      if (period < 1 || period >= periods + 1) return NUM;
      return part({ rate, periods, present, future, timing: timingOf(type) }, period);
    },
  });
}

/** IPMT(rate, period, periods, present, [future], [type]): the interest in a payment. */
export const IPMT = partOfPayment("IPMT", interestPart);
/** PPMT(rate, period, periods, present, [future], [type]): the principal in a payment. */
export const PPMT = partOfPayment("PPMT", principalPart);

/** Principal paid from one period to another: each payment's part is that of the one before, grown by the rate. */
function principalBetween(loan: Loan, first: number, last: number): number {
  const grownFrom = loan.timing === 1 ? Math.max(first, 2) : first;
  const count = Math.max(0, last - grownFrom + 1);
  const grown = principalPart(loan, grownFrom) * (Math.expm1(count * Math.log1p(loan.rate)) / loan.rate);
  return grownFrom > first ? principalPart(loan, first) + grown : grown;
}

/** A part of the payments from one period to another; a type other than 0 and 1 gives #NUM!. */
function cumulative(name: string, part: (loan: Loan, first: number, last: number) => number) {
  return define({
    name,
    parameters: [strictNumber(), strictNumber(), strictNumber(), strictNumber(), strictNumber(), strictNumber()],
    evaluate: (rate, periods, present, start, end, timing) => {
      if (rate <= 0 || periods <= 0 || present <= 0 || (timing !== 0 && timing !== 1)) return NUM;
      if (start < 1 || end < start || end > Math.ceil(periods)) return NUM;
      return part({ rate, periods, present, future: 0, timing }, Math.ceil(start), Math.floor(end));
    },
  });
}

/** CUMIPMT(rate, periods, present, start, end, type): the interest in the payments from one period to another. */
export const CUMIPMT = cumulative("CUMIPMT", (loan, first, last) => {
  const paid = payment(loan.rate, loan.periods, loan.present, loan.future, loan.timing) * (last - first + 1);
  return paid - principalBetween(loan, first, last);
});
/** CUMPRINC(rate, periods, present, start, end, type): the principal in them. */
export const CUMPRINC = cumulative("CUMPRINC", principalBetween);

/** ISPMT(rate, period, periods, present): interest on even payments of principal, periods counted from 0. */
export const ISPMT = define({
  name: "ISPMT",
  parameters: [number(), number(), number(), number()],
  evaluate: (rate, period, periods, present) => (periods === 0 ? DIV0 : present * rate * (period / periods - 1)),
});

/** NPER(rate, payment, present, [future], [type]): the number of periods. */
export const NPER = define({
  name: "NPER",
  parameters: [number(), number(), number(), optional(number(), 0), optional(number(), 0)],
  evaluate: (rate, paid, present, future, type) => {
    if (rate === 0) return -(present + future) / paid;
    const level = paid * (1 + rate * timingOf(type));
    const ratio = (level - future * rate) / (level + present * rate);
    return rate <= -1 || ratio <= 0 ? NUM : Math.log(ratio) / Math.log1p(rate);
  },
});

/**
 * RATE(periods, payment, present, [future], [type], [guess]): by Newton's method on the future value from the guess,
 * 10 % if left off; #NUM! where it does not settle or leaves the rates above −100 %, as Excel's own iteration.
 */
export const RATE = define({
  name: "RATE",
  parameters: [number(), number(), number(), optional(number(), 0), optional(number(), 0), optional(number(), 0.1)],
  evaluate: (periods, paid, present, future, type, guess) => {
    if (periods <= 0 || guess <= -1) return NUM;
    const timing = timingOf(type);
    const balance = (rate: number) => -futureValue(rate, periods, paid, present, timing) + future;
    const slope = (rate: number) => {
      const step = 1e-7 * Math.max(1, Math.abs(rate));
      return (balance(rate + step) - balance(rate - step)) / (2 * step);
    };
    const rate = newton((x) => (x <= -1 ? [Number.NaN, 0] : [balance(x), slope(x)]), guess, Number.NEGATIVE_INFINITY);
    return rate > -1 + 1e-9 ? rate : NUM;
  },
});

/** EFFECT(nominal, compounding periods per year): the effective yearly rate. */
export const EFFECT = define({
  name: "EFFECT",
  parameters: [strictNumber(), strictInteger()],
  evaluate: (nominal, periods) => (nominal <= 0 || periods < 1 ? NUM : (1 + nominal / periods) ** periods - 1),
});

/** NOMINAL(effective, compounding periods per year): the nominal yearly rate. */
export const NOMINAL = define({
  name: "NOMINAL",
  parameters: [strictNumber(), strictInteger()],
  evaluate: (effective, periods) =>
    effective <= 0 || periods < 1 ? NUM : ((1 + effective) ** (1 / periods) - 1) * periods,
});

/** PDURATION(rate, present, future): periods until an investment has reached a value. */
export const PDURATION = define({
  name: "PDURATION",
  parameters: [number(), number(), number()],
  evaluate: (rate, present, future) =>
    rate <= 0 || present <= 0 || future <= 0 ? NUM : Math.log(future / present) / Math.log1p(rate),
});

/** RRI(periods, present, future): the rate that makes the one grow to the other. */
export const RRI = define({
  name: "RRI",
  parameters: [number(), number(), number()],
  evaluate: (periods, present, future) => (periods <= 0 ? NUM : (future / present) ** (1 / periods) - 1),
});

/** FVSCHEDULE(principal, schedule): compounds a series of rates. */
export const FVSCHEDULE = define({
  name: "FVSCHEDULE",
  parameters: [strictNumber(), areas()],
  evaluate: (principal, schedule) => {
    const rates = toolpakNumbers(schedule);
    return Array.isArray(rates) ? rates.reduce((value, rate) => value * (1 + rate), principal) : rates;
  },
});

/** The scale of a price in fractions: 1.02 in sixteenths is 1 + 2/16. */
function fractionScale(fraction: number): number | ExcelError {
  if (fraction < 0) return NUM;
  return fraction < 1 ? DIV0 : 10 ** Math.ceil(Math.log10(fraction));
}

/** DOLLARDE(fractional price, fraction): as a decimal number. */
export const DOLLARDE = define({
  name: "DOLLARDE",
  parameters: [strictNumber(), strictInteger()],
  evaluate: (price, fraction) => {
    const scale = fractionScale(fraction);
    if (typeof scale !== "number") return scale;
    const whole = Math.trunc(price);
    return whole + ((price - whole) * scale) / fraction;
  },
});

/** DOLLARFR(decimal price, fraction): as a fractional price. */
export const DOLLARFR = define({
  name: "DOLLARFR",
  parameters: [strictNumber(), strictInteger()],
  evaluate: (price, fraction) => {
    const scale = fractionScale(fraction);
    if (typeof scale !== "number") return scale;
    const whole = Math.trunc(price);
    return whole + ((price - whole) * fraction) / scale;
  },
});
