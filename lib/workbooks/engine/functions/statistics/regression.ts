/** Correlation and regression. Source: Microsoft's function reference, "Statistical". */
import { DIV0, ExcelError, NA, NUM, REF, type Scalar, VALUE } from "../../../values.ts";
import { type Fit, fitLine } from "../../numerics/linear-regression.ts";
import { ArrayValue, type Matrix } from "../../value.ts";
import { array, boolean, define, number, orEmpty } from "../contract.ts";
import { numericPairs } from "../numeric-pairs.ts";

/** Moments of pairs: their number, the means, and the sums of squares and products about the means. */
type Moments = { n: number; meanX: number; meanY: number; xx: number; yy: number; xy: number };

function momentsOf(pairs: readonly (readonly [y: number, x: number])[]): Moments {
  const n = pairs.length;
  const meanX = pairs.reduce((sum, [, x]) => sum + x, 0) / n;
  const meanY = pairs.reduce((sum, [y]) => sum + y, 0) / n;
  const moments = { n, meanX, meanY, xx: 0, yy: 0, xy: 0 };
  for (const [y, x] of pairs) {
    moments.xx += (x - meanX) ** 2;
    moments.yy += (y - meanY) ** 2;
    moments.xy += (x - meanX) * (y - meanY);
  }
  return moments;
}

/** Moments of known y and known x of one size: positions where both hold numbers count; too few give #DIV/0!. */
function pairedMoments(ys: Matrix, xs: Matrix, least: number): Moments | ExcelError {
  if (ys.rows * ys.columns !== xs.rows * xs.columns) return NA;
  const pairs = numericPairs(ys, xs);
  if (!Array.isArray(pairs)) return pairs;
  return pairs.length < least ? DIV0 : momentsOf(pairs);
}

/** A statistic of known y and known x, in that order. */
function ofPairs(name: string, least: number, compute: (moments: Moments) => number | ExcelError) {
  return define({
    name,
    parameters: [array(), array()],
    evaluate: (ys, xs) => {
      const moments = pairedMoments(ys, xs, least);
      return moments instanceof ExcelError ? moments : compute(moments);
    },
  });
}

const correlation = ({ xx, yy, xy }: Moments) => (xx === 0 || yy === 0 ? DIV0 : xy / Math.sqrt(xx * yy));

/** CORREL(array1, array2): #DIV/0! where one of them does not vary. */
export const CORREL = ofPairs("CORREL", 1, correlation);
/** PEARSON(array1, array2): as CORREL. */
export const PEARSON = { ...CORREL, name: "PEARSON" };
/** RSQ(y, x): the square of the correlation. */
export const RSQ = ofPairs("RSQ", 2, ({ xx, yy, xy }) => (xx === 0 || yy === 0 ? DIV0 : (xy * xy) / (xx * yy)));
/** COVARIANCE.P(array1, array2): of a whole population. */
export const COVARIANCE_P = ofPairs("COVARIANCE.P", 1, ({ xy, n }) => xy / n);
/** COVAR(array1, array2): as COVARIANCE.P. */
export const COVAR = { ...COVARIANCE_P, name: "COVAR" };
/** COVARIANCE.S(array1, array2): of a sample. */
export const COVARIANCE_S = ofPairs("COVARIANCE.S", 2, ({ xy, n }) => xy / (n - 1));
/** SLOPE(y, x): of the regression line. */
export const SLOPE = ofPairs("SLOPE", 2, ({ xx, xy }) => (xx === 0 ? DIV0 : xy / xx));
/** INTERCEPT(y, x): of the regression line. */
export const INTERCEPT = ofPairs("INTERCEPT", 2, ({ xx, xy, meanX, meanY }) =>
  xx === 0 ? DIV0 : meanY - (xy / xx) * meanX,
);
/** STEYX(y, x): the standard error of the predicted y. */
export const STEYX = ofPairs("STEYX", 3, ({ n, xx, yy, xy }) =>
  xx === 0 ? DIV0 : Math.sqrt(Math.max(0, yy - (xy * xy) / xx) / (n - 2)),
);

/** FORECAST.LINEAR(x, known y, known x): the regression line at x. */
export const FORECAST_LINEAR = define({
  name: "FORECAST.LINEAR",
  parameters: [number(), array(), array()],
  evaluate: (x, ys, xs) => {
    const moments = pairedMoments(ys, xs, 1);
    if (moments instanceof ExcelError) return moments;
    const { xx, xy, meanX, meanY } = moments;
    return xx === 0 ? DIV0 : meanY + (xy / xx) * (x - meanX);
  },
});
/** FORECAST(x, known y, known x): as FORECAST.LINEAR. */
export const FORECAST = { ...FORECAST_LINEAR, name: "FORECAST" };

/** All cells of a matrix as numbers, row by row; #VALUE! where one is none, be it an error. Blanks may count as 0. */
function flatNumbers(matrix: Matrix, blanks?: { blank: 0 }): number[] | ExcelError {
  const numbers: number[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    for (let column = 0; column < matrix.columns; column++) {
      const value = matrix.at(row, column) ?? blanks?.blank;
      if (typeof value !== "number") return VALUE;
      numbers.push(value);
    }
  }
  return numbers;
}

/** How variables lie in a matrix of known x: one variable in any shape, or several in columns or in rows. */
type Layout = "single" | "columns" | "rows";

type Sample = { y: number[]; variables: number[][]; layout: Layout };

/** Splits a matrix of x by its layout. */
function variablesOf(xs: Matrix, layout: Layout, blanks?: { blank: 0 }): number[][] | ExcelError {
  const flat = flatNumbers(xs, blanks);
  if (flat instanceof ExcelError || layout === "single") return flat instanceof ExcelError ? flat : [flat];
  if (layout === "rows")
    return Array.from({ length: xs.rows }, (_, k) => flat.slice(k * xs.columns, (k + 1) * xs.columns));
  return Array.from({ length: xs.columns }, (_, k) => flat.filter((_value, index) => index % xs.columns === k));
}

/** Known y and x for a fit; x left off counts 1, 2, 3 …; sizes that do not fit give #REF!. */
function sampleOf(ys: Matrix, xs: Matrix | undefined): Sample | ExcelError {
  const layout = xs === undefined ? "single" : layoutOf(ys, xs);
  if (layout === undefined) return REF;
  const y = flatNumbers(ys);
  if (y instanceof ExcelError) return y;
  if (xs === undefined) return { y, variables: [y.map((_, index) => index + 1)], layout };
  const variables = variablesOf(xs, layout);
  return variables instanceof ExcelError ? variables : { y, variables, layout };
}

function layoutOf(ys: Matrix, xs: Matrix): Layout | undefined {
  if (xs.rows === ys.rows && xs.columns === ys.columns) return "single";
  if (ys.columns === 1 && xs.rows === ys.rows) return "columns";
  return ys.rows === 1 && xs.columns === ys.columns ? "rows" : undefined;
}

/** The sample with ln y in place of y; #NUM! unless all are above 0. */
function logarithmic(sample: Sample | ExcelError): Sample | ExcelError {
  if (sample instanceof ExcelError) return sample;
  return sample.y.some((value) => value <= 0) ? NUM : { ...sample, y: sample.y.map(Math.log) };
}

function finite(value: number): Scalar {
  return Number.isFinite(value) ? value : NUM;
}

/** A residual below this share of what is explained is binary noise: the fit is exact, and F has no value. */
const EXACT_FIT = 1e-28;

/** The table of LINEST and LOGEST: coefficients from the last variable to the first, then the intercept. */
function fitTable(fit: Fit, withStatistics: boolean, coefficient: (value: number) => number): ArrayValue {
  const { slopes, intercept, slopeErrors, interceptError, degreesOfFreedom } = fit;
  const coefficients = [...slopes].reverse().concat(intercept).map(coefficient).map(finite);
  if (!withStatistics) return ArrayValue.row(coefficients);
  const explained = fit.regressionSumOfSquares;
  const residual = fit.residualSumOfSquares < EXACT_FIT * explained ? 0 : fit.residualSumOfSquares;
  const used = slopes.length;
  const errors = [...slopeErrors].reverse().map((error): Scalar => (degreesOfFreedom > 0 ? finite(error) : 0));
  const rows: Scalar[][] = [
    coefficients,
    [...errors, Number.isNaN(interceptError) ? NA : interceptError],
    [finite(explained / (explained + residual)), degreesOfFreedom > 0 ? Math.sqrt(residual / degreesOfFreedom) : 0],
    [finite(explained / used / (residual / degreesOfFreedom)), degreesOfFreedom],
    [explained, residual],
  ];
  return ArrayValue.generate(5, used + 1, (row, column) => rows[row]![column] ?? NA);
}

function coefficientsFunction(
  name: string,
  prepare: (sample: Sample | ExcelError) => Sample | ExcelError,
  coefficient: (value: number) => number,
) {
  return define({
    name,
    parameters: [array(), orEmpty(array()), orEmpty(boolean(), true), orEmpty(boolean(), false)],
    evaluate: (ys, xs, withIntercept, withStatistics) => {
      const sample = prepare(sampleOf(ys, xs));
      if (sample instanceof ExcelError) return sample;
      const fit = fitLine(sample.y, sample.variables, withIntercept ? "mean" : "origin");
      return fitTable(fit, withStatistics, coefficient);
    },
  });
}

/** LINEST(known y, [known x], [intercept], [statistics]): the least-squares line, and in five rows its statistics. */
export const LINEST = coefficientsFunction(
  "LINEST",
  (sample) => sample,
  (value) => value,
);
/** LOGEST(known y, [known x], [constant], [statistics]): the curve y = b·m₁^x₁·m₂^x₂ …. */
export const LOGEST = coefficientsFunction("LOGEST", logarithmic, Math.exp);

function predictionFunction(
  name: string,
  prepare: (sample: Sample | ExcelError) => Sample | ExcelError,
  predicted: (value: number) => number,
) {
  return define({
    name,
    parameters: [array(), orEmpty(array()), orEmpty(array()), orEmpty(boolean(), true)],
    evaluate: (ys, knownX, newX, withIntercept) => {
      const sample = prepare(sampleOf(ys, knownX));
      if (sample instanceof ExcelError) return sample;
      const { slopes, intercept } = fitLine(sample.y, sample.variables, withIntercept ? "mean" : "origin");
      const points = newX ?? knownX;
      const variables =
        points === undefined ? sample.variables : variablesOf(points, sample.layout, newX && { blank: 0 });
      if (variables instanceof ExcelError) return variables;
      if (variables.length !== slopes.length) return REF;
      const results = variables[0]!.map((_, index) =>
        finite(predicted(variables.reduce((sum, values, k) => sum + slopes[k]! * values[index]!, intercept))),
      );
      const { rows, columns } = points ?? ys;
      if (sample.layout === "columns") return ArrayValue.column(results);
      return sample.layout === "rows" ? ArrayValue.row(results) : new ArrayValue(rows, columns, results);
    },
  });
}

/** TREND(known y, [known x], [new x], [intercept]): the least-squares line at new x. */
export const TREND = predictionFunction(
  "TREND",
  (sample) => sample,
  (value) => value,
);
/** GROWTH(known y, [known x], [new x], [constant]): the exponential curve at new x. */
export const GROWTH = predictionFunction("GROWTH", logarithmic, Math.exp);
