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

/** Orders already made, by list: engines hand the same list to each of many formulas over one range. */
const orders = new WeakMap<readonly number[], Float64Array>();

/** The values in ascending order; not to be changed, for it is handed out again for the same list. */
export function sorted(values: readonly number[]): Float64Array {
  let order = orders.get(values);
  if (order === undefined) {
    order = Float64Array.from(values).sort();
    orders.set(values, order);
  }
  return order;
}

/** How many values of an ascending order lie below a limit. */
export function countBelow(order: Float64Array, limit: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many values of an ascending order lie at or below a limit. */
export function countUpTo(order: Float64Array, limit: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
