/** The number of ways to choose k of n; exact below 2^53, Infinity where it overflows. */
export function binomialCoefficient(n: number, k: number): number {
  const steps = Math.min(k, n - k);
  let ways = 1;
  for (let step = 1; step <= steps && ways < Number.POSITIVE_INFINITY; step++) {
    const rest = n - steps + step;
    // Divide first where it comes out even, so that exact results stay exact up to 2^53.
    ways = ways % step === 0 ? (ways / step) * rest : (ways * rest) / step;
  }
  return ways;
}

/** n (n − 1) … (n − k + 1). */
export function fallingFactorial(n: number, k: number): number {
  let product = 1;
  for (let step = 0; step < k && product !== 0 && product < Number.POSITIVE_INFINITY; step++) product *= n - step;
  return product;
}

/** The greatest common divisor of whole numbers ≥ 0. */
export function greatestCommonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small !== 0) [large, small] = [small, large % small];
  return large;
}
