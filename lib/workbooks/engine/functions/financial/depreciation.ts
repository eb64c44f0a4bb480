/** Depreciation of assets. Source: Microsoft's function reference, "Financial". */
import { DIV0, NUM } from "../../../values.ts";
import { roundDecimal } from "../../numerics/decimal.ts";
import {
  boolean,
  define,
  type FunctionContext,
  integer,
  number,
  optional,
  strictInteger,
  strictNumber,
} from "../contract.ts";
import { dayNumber } from "./dates.ts";
import { isBasis, yearFraction } from "./day-count.ts";
import { decliningBalance, depreciationBetween } from "./depreciation-schedule.ts";

/** SLN(cost, salvage, life): the same each period. */
export const SLN = define({
  name: "SLN",
  parameters: [number(), number(), number()],
  evaluate: (cost, salvage, life) => (life === 0 ? DIV0 : (cost - salvage) / life),
});

/** SYD(cost, salvage, life, period): sum of years' digits. */
export const SYD = define({
  name: "SYD",
  parameters: [number(), number(), number(), number()],
  evaluate: (cost, salvage, life, period) => {
    if (salvage < 0 || life <= 0 || period <= 0 || period > life) return NUM;
    return ((cost - salvage) * (life - period + 1) * 2) / (life * (life + 1));
  },
});

/** DB(cost, salvage, life, period, [months in the first year]): fixed-declining balance, the rate to 3 decimals. */
export const DB = define({
  name: "DB",
  parameters: [number(), number(), number(), number(), optional(integer(), 12)],
  evaluate: (cost, salvage, life, period, months) => {
    if (cost < 0 || salvage < 0 || life <= 0 || period < 1 || months < 1 || months > 12) return NUM;
    if (period > (months < 12 ? life + 1 : life)) return NUM;
    if (cost === 0) return 0;
    const rate = roundDecimal(1 - (salvage / cost) ** (1 / life), 3, "nearest");
    const year = Math.trunc(period);
    const first = (cost * rate * months) / 12;
    if (year === 1) return first;
    const depreciation = (cost - first) * (1 - rate) ** (year - 2) * rate;
    return year > life ? (depreciation * (12 - months)) / 12 : depreciation;
  },
});

/** DDB(cost, salvage, life, period, [factor]): declining balance at a multiple of the straight-line rate. */
export const DDB = define({
  name: "DDB",
  parameters: [number(), number(), number(), number(), optional(number(), 2)],
  evaluate: (cost, salvage, life, period, factor) => {
    if (cost < 0 || salvage < 0 || life <= 0 || period <= 0 || period > life || factor <= 0) return NUM;
    return decliningBalance({ cost, salvage, life }, period, factor);
  },
});

/** VDB walks through the periods one by one, up to so many. */
const MOST_PERIODS = 1_000_000;

/** VDB(cost, salvage, life, start, end, [factor], [no switch]): between two times, switching to straight line. */
export const VDB = define({
  name: "VDB",
  parameters: [number(), number(), number(), number(), number(), optional(number(), 2), optional(boolean(), false)],
  evaluate: (cost, salvage, life, start, end, factor, keepDeclining) => {
    if (cost < 0 || salvage < 0 || life < 0 || start < 0 || end < start || end > life || factor < 0) return NUM;
    if (start === end) return 0;
    if (end > MOST_PERIODS) return NUM;
    return depreciationBetween({ cost, salvage, life }, { start, end }, factor, keepDeclining);
  },
});

type FrenchAsset = { cost: number; salvage: number; period: number; rate: number; firstYear: number };

/** The French functions: parameters in common, and the share of the first year that the asset was in use. */
function french(name: string, depreciation: (asset: FrenchAsset) => number) {
  return define({
    name,
    parameters: [
      strictNumber(),
      strictInteger(),
      strictInteger(),
      strictNumber(),
      strictInteger(),
      strictNumber(),
      optional(strictInteger(), 0),
    ],
    evaluate: (cost, purchased, firstPeriodEnd, salvage, period, rate, basis, context: FunctionContext) => {
      const [from, to] = [dayNumber(purchased, context), dayNumber(firstPeriodEnd, context)];
      if (!isBasis(basis) || basis === 2 || from > to) return NUM;
      if (cost <= 0 || salvage < 0 || salvage > cost || period < 0 || rate <= 0) return NUM;
      return depreciation({ cost, salvage, period, rate, firstYear: yearFraction(from, to, basis) });
    },
  });
}

/** AMORLINC(cost, purchased, first period's end, salvage, period, rate, [basis]): linear, the first year in part. */
export const AMORLINC = french("AMORLINC", ({ cost, salvage, period, rate, firstYear }) => {
  const yearly = cost * rate;
  const first = Math.min(yearly * firstYear, cost - salvage);
  const left = cost - salvage - first;
  if (period === 0) return first;
  return Math.max(0, Math.min(yearly, left - yearly * (period - 1)));
});

/** AMORDEGRC(…): declining by a coefficient that depends on the life 1/rate; each year to whole units of money. */
export const AMORDEGRC = french("AMORDEGRC", ({ cost, salvage, period, rate, firstYear }) => {
  const life = 1 / rate;
  const coefficient = life < 3 ? 1 : life < 5 ? 1.5 : life <= 6 ? 2 : 2.5;
  const declining = rate * coefficient;
  const whole = (amount: number) => roundDecimal(amount, 0, "nearest");
  let amount = whole(declining * cost * firstYear);
  let book = cost - amount;
  let spare = book - salvage;
  for (let year = 0; year < period; year++) {
    amount = whole(declining * book);
    if (amount === 0) return 0;
    spare -= amount;
    // The last two years share what is left by halves.
    if (spare < 0) return period - year <= 1 ? whole(book * 0.5) : 0;
    book -= amount;
  }
  return amount;
});
