/** Present values and rates of return of uneven cash flows. Source: Microsoft's function reference, "Financial". */
import { DIV0, ExcelError, NUM, type Scalar, VALUE } from "../../../values.ts";
import { findNear, newton } from "../../numerics/root.ts";
import { type Matrix, scalarsOf } from "../../value.ts";
import { areas, define, number, numbers, optional, range, strictNumber, vector } from "../contract.ts";
import { toToolpakNumber } from "../toolpak.ts";

/** Closer to a total loss XIRR gives up. */
const LOWEST_RATE = -0.999999;

/** Flows at times in periods from now. */
type Flows = { amounts: readonly number[]; times: readonly number[] };

/** Σ amount (1 + rate)^−time, and its derivative by the rate. */
function presentWorth({ amounts, times }: Flows, rate: number): [number, number] {
  let worth = 0;
  let slope = 0;
  for (const [index, amount] of amounts.entries()) {
    const time = times[index]!;
    const discounted = amount * (1 + rate) ** -time;
    worth += discounted;
    slope -= (time * discounted) / (1 + rate);
  }
  return [worth, slope];
}

/** The rate at which the flows are worth nothing, nearest to the guess; they must have both signs. */
function rateOfReturn(flows: Flows, guess: number): number | ExcelError {
  if (!flows.amounts.some((amount) => amount > 0) || !flows.amounts.some((amount) => amount < 0)) return NUM;
  if (guess <= -1) return VALUE;
  const settled = newton((rate) => presentWorth(flows, rate), guess, -1);
  return Number.isFinite(settled) ? settled : findNear((rate) => presentWorth(flows, rate)[0], guess, -1);
}

/** NPV(rate, value1, …): the first flow is one period away. */
export const NPV = define({
  name: "NPV",
  parameters: [number(), numbers()],
  evaluate: (rate, amounts) => {
    if (rate === -1) return DIV0;
    return presentWorth({ amounts, times: amounts.map((_, index) => index + 1) }, rate)[0];
  },
});

/** IRR(values, [guess]): what is no number is passed over; an error among the values gives #VALUE!. */
export const IRR = define({
  name: "IRR",
  parameters: [areas({ errors: "accept" }), optional(number(), 0.1)],
  evaluate: (matrices, guess) => {
    const amounts: number[] = [];
    for (const matrix of matrices) {
      for (const value of scalarsOf(matrix)) {
        if (value instanceof ExcelError) return VALUE;
        if (typeof value === "number") amounts.push(value);
      }
    }
    return rateOfReturn({ amounts, times: amounts.map((_, index) => index) }, guess);
  },
});

/** MIRR(values, finance rate, reinvestment rate): outflows discounted by the one, inflows compounded by the other. */
export const MIRR = define({
  name: "MIRR",
  parameters: [vector(), number(), number()],
  evaluate: (amounts, financeRate, reinvestmentRate) => {
    const periods = amounts.length - 1;
    let inflows = 0;
    let outflows = 0;
    for (const [index, amount] of amounts.entries()) {
      if (amount > 0) inflows += amount * (1 + reinvestmentRate) ** (periods - index);
      else outflows -= amount * (1 + financeRate) ** -index;
    }
    return outflows === 0 ? DIV0 : (inflows / outflows) ** (1 / periods) - 1;
  },
});

/** Dated flows as years of 365 days from the first; #NUM! when the lists differ in length or a date is earlier. */
function datedFlows(amounts: readonly number[], dates: readonly number[]): Flows | ExcelError {
  if (amounts.length !== dates.length || amounts.length === 0) return NUM;
  const days = dates.map(Math.trunc);
  const first = days[0]!;
  if (days.some((day) => day < first || day < 0)) return NUM;
  return { amounts, times: days.map((day) => (day - first) / 365) };
}

/** XNPV(rate, values, dates): the rate above 0. */
export const XNPV = define({
  name: "XNPV",
  parameters: [strictNumber(), vector(), vector()],
  evaluate: (rate, amounts, dates) => {
    const flows = datedFlows(amounts, dates);
    if (!("amounts" in flows)) return flows;
    return rate <= 0 ? NUM : presentWorth(flows, rate)[0];
  },
});

/** Pairs of values and dates, those blank in both passed over; blank in one is 0, texts must be numbers. */
function datedPairs(values: Matrix, days: Matrix): { amounts: number[]; dates: number[] } | ExcelError {
  const count = values.rows * values.columns;
  if (count !== days.rows * days.columns) return NUM;
  const amounts: number[] = [];
  const dates: number[] = [];
  for (let index = 0; index < count; index++) {
    const value = cellAt(values, index);
    const day = cellAt(days, index);
    if (value === null && day === null) continue;
    const amount = toToolpakNumber(value);
    const date = toToolpakNumber(day);
    if (date instanceof ExcelError) return date;
    if (amount instanceof ExcelError) return amount;
    amounts.push(amount);
    dates.push(date);
  }
  return { amounts, dates };
}

function cellAt(matrix: Matrix, index: number): Scalar {
  return matrix.at(Math.floor(index / matrix.columns), index % matrix.columns);
}

/** XIRR(values, dates, [guess]): the guess not below 0. */
export const XIRR = define({
  name: "XIRR",
  parameters: [range(), range(), optional(strictNumber(), 0.1)],
  evaluate: (values, days, guess) => {
    const pairs = datedPairs(values, days);
    if (pairs instanceof ExcelError) return pairs;
    const flows = datedFlows(pairs.amounts, pairs.dates);
    if (flows instanceof ExcelError) return flows;
    if (guess < 0) return NUM;
    const rate = rateOfReturn(flows, guess);
    return typeof rate === "number" && rate < LOWEST_RATE ? NUM : rate;
  },
});
