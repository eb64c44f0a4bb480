/** Sums over samples of plain numbers; NaN where there is nothing to divide by. */

export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Σ (x − mean)^power, in a second pass so that no digits are lost. */
export function centralSum(values: readonly number[], power: number): number {
  const middle = mean(values);
  let total = 0;
  for (const value of values) total += (value - middle) ** power;
  return total;
}

/** The variance; `missing` degrees of freedom are 1 for a sample and 0 for a whole population. */
export function variance(values: readonly number[], missing: 0 | 1): number {
  return centralSum(values, 2) / (values.length - missing);
}

/** In ascending order, as a new array. */
export function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
