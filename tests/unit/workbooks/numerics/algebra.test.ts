import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialCoefficient } from "../../../../lib/workbooks/engine/numerics/combinatorics.ts";
import { roundDecimal } from "../../../../lib/workbooks/engine/numerics/decimal.ts";
import { determinant, identity, inverse, multiply } from "../../../../lib/workbooks/engine/numerics/linear-algebra.ts";
import { fitLine } from "../../../../lib/workbooks/engine/numerics/linear-regression.ts";
import { findNear, findRoot, newton } from "../../../../lib/workbooks/engine/numerics/root.ts";

describe("linear algebra", () => {
  it("gives no inverse for a singular matrix, and determinant 0", () => {
    const singular = [
      [1, 2],
      [2, 4],
    ];
    expect(inverse(singular)).toBeUndefined();
    expect(determinant(singular)).toBe(0);
  });

  it("multiplies a matrix with its inverse to the unit matrix", () => {
    const entry = fc.integer({ min: -9, max: 9 });
    const square = fc.array(fc.array(entry, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(square, (matrix) => {
        fc.pre(Math.abs(determinant(matrix)) > 0.5);
        const product = multiply(matrix, inverse(matrix)!).flat();
        for (const [at, one] of identity(4).flat().entries()) expect(product[at]).toBeCloseTo(one, 9);
      }),
    );
  });
});

describe("least squares", () => {
  it("finds the plane through points that lie on it", () => {
    const fit = fitLine(
      [6, 11, 13, 15],
      [
        [1, 2, 3, 1],
        [1, 2, 2, 4],
      ],
      "mean",
    );
    expect(fit.slopes[0]).toBeCloseTo(2, 12);
    expect(fit.slopes[1]).toBeCloseTo(3, 12);
    expect(fit.intercept).toBeCloseTo(1, 12);
    expect(fit.degreesOfFreedom).toBe(1);
  });

  it("drops a variable that repeats another, and gives its degree of freedom back", () => {
    const fit = fitLine(
      [1, 2, 4, 7],
      [
        [1, 2, 3, 4],
        [2, 4, 6, 8],
      ],
      "mean",
    );
    expect(fit.slopes[1]).toBe(0);
    expect(fit.slopes[0]).toBeCloseTo(2, 12);
    expect(fit.degreesOfFreedom).toBe(2);
  });
});

describe("roots", () => {
  it("finds where a function changes its sign", () => {
    expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14);
    expect(findRoot((x) => x * x + 1, 0, 2)).toBe(Number.NaN);
  });

  it("takes the root nearest to the guess and stays above the lower end", () => {
    expect(findNear((x) => (x - 1) * (x - 5), 4, -1)).toBeCloseTo(5, 12);
    expect(findNear((x) => 1 / (x + 1) - 8, 0.5, -1)).toBeCloseTo(-0.875, 12);
    expect(findNear(() => 1, 0, -1)).toBe(Number.NaN);
  });

  it("says so when Newton's method does not settle", () => {
    expect(newton((x) => [x * x + 1, 2 * x], 0.3, -10)).toBe(Number.NaN);
    expect(newton((x) => [x * x - 4, 2 * x], 1, 0)).toBe(2);
  });
});

describe("rounding to decimals", () => {
  it("agrees with rounding the decimal text, for any number of two decimals and a five", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (hundredths) => {
        expect(roundDecimal(Number(`${hundredths}5e-3`), 2, "nearest")).toBe((hundredths + 1) / 100);
      }),
    );
  });

  it("cuts towards zero and away from it", () => {
    expect(roundDecimal(-1.25, 1, "down")).toBe(-1.2);
    expect(roundDecimal(-1.21, 1, "up")).toBe(-1.3);
    expect(roundDecimal(0.1 * 3, 1, "up")).toBe(0.3);
    expect(roundDecimal(1e-300, 2, "up")).toBe(0.01);
  });
});

it("counts choices exactly up to 2^53", () => {
  expect(binomialCoefficient(52, 26)).toBe(495918532948104);
  expect(binomialCoefficient(56, 28)).toBe(7648690600760440);
  expect(binomialCoefficient(5, 0)).toBe(1);
});
