/** Sums, rounding and plain arithmetic. Source: Microsoft's function reference, "Math and trigonometry". */
import { define, number, summary } from "./contract.ts";

/** ABS(number): the number without its sign. */
export const ABS = define({ name: "ABS", parameters: [number()], evaluate: (value) => Math.abs(value) });

/** SUM(number1, …): texts and booleans inside ranges are left out. */
export const SUM = define({ name: "SUM", parameters: [summary()], evaluate: ({ sum }) => sum });
