import { dot, subtractMultiple } from "./linear-algebra.ts";

/** A least-squares fit y = intercept + Σ slopes[k] · x[k], and what LINEST reports of it. */
export type Fit = {
  slopes: number[];
  intercept: number;
  slopeErrors: number[];
  /** NaN where the line was forced through the origin. */
  interceptError: number;
  residualSumOfSquares: number;
  regressionSumOfSquares: number;
  degreesOfFreedom: number;
};

/** A column whose part not explained by its predecessors is below this share of it counts as redundant. */
const COLLINEAR = 1e-12;

/**
 * Ordinary least squares by QR (modified Gram–Schmidt, orthogonalised twice) of the centred columns.
 * A column that depends on earlier ones gets slope and error 0 and gives its degree of freedom back, as Excel does.
 *
 * @param columns  the known x, one array per variable, each as long as `y`
 * @param through  `"mean"` fits an intercept; `"origin"` forces it to 0
 */
export function fitLine(
  y: readonly number[],
  columns: readonly (readonly number[])[],
  through: "mean" | "origin",
): Fit {
  const n = y.length;
  const mean = (values: readonly number[]) =>
    through === "mean" ? values.reduce((sum, value) => sum + value, 0) / n : 0;
  const centre = (values: readonly number[]) => {
    const middle = mean(values);
    return values.map((value) => value - middle);
  };

  const basis: { unit: number[]; column: number; overlaps: number[]; length: number }[] = [];
  for (const [column, values] of columns.entries()) {
    const rest = centre(values);
    const before = Math.sqrt(dot(values, values));
    const overlaps = basis.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      for (const [index, { unit }] of basis.entries()) {
        const overlap = dot(unit, rest);
        overlaps[index]! += overlap;
        subtractMultiple(rest, overlap, unit);
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    if (length > COLLINEAR * before)
      basis.push({ unit: rest.map((value) => value / length), column, overlaps, length });
  }

  const residuals = centre(y);
  const total = dot(residuals, residuals);
  const projections = basis.map(({ unit }) => {
    const projection = dot(unit, residuals);
    subtractMultiple(residuals, projection, unit);
    return projection;
  });

  const inverseR = invertTriangle(basis);
  const slopes = columns.map(() => 0);
  const variances = columns.map(() => 0);
  for (const [row, { column }] of basis.entries()) {
    slopes[column] = dot(inverseR[row]!, projections);
    variances[column] = dot(inverseR[row]!, inverseR[row]!);
  }
  const means = columns.map(mean);
  const residualSumOfSquares = dot(residuals, residuals);
  const degreesOfFreedom = n - basis.length - (through === "mean" ? 1 : 0);
  const variance = residualSumOfSquares / degreesOfFreedom;
  // Var(intercept) = s² (1/n + |R⁻ᵀ x̄|²)
  const kept = basis.map(({ column }) => means[column]!);
  const lever = basis.map((_, k) => kept.reduce((sum, value, row) => sum + value * inverseR[row]![k]!, 0));
  return {
    slopes,
    intercept: mean(y) - dot(slopes, means),
    slopeErrors: variances.map((share) => Math.sqrt(variance * share)),
    interceptError: through === "mean" ? Math.sqrt(variance * (1 / n + dot(lever, lever))) : Number.NaN,
    residualSumOfSquares,
    regressionSumOfSquares: Math.max(0, total - residualSumOfSquares),
    degreesOfFreedom,
  };
}

/** The inverse of the upper triangle R whose columns are the overlaps over the length. */
function invertTriangle(basis: readonly { overlaps: number[]; length: number }[]): number[][] {
  const size = basis.length;
  const inverse = basis.map(() => new Array<number>(size).fill(0));
  for (let column = 0; column < size; column++) {
    inverse[column]![column] = 1 / basis[column]!.length;
    for (let row = column - 1; row >= 0; row--) {
      let sum = 0;
      for (let k = row + 1; k <= column; k++) sum += basis[k]!.overlaps[row]! * inverse[k]![column]!;
      inverse[row]![column] = -sum / basis[row]!.length;
    }
  }
  return inverse;
}
