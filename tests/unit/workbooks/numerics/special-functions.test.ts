import { describe, expect, it } from "vitest";
import { besselI, besselJ, besselK, besselY } from "../../../../lib/workbooks/engine/numerics/bessel.ts";
import { incompleteBeta } from "../../../../lib/workbooks/engine/numerics/beta.ts";
import { gamma, incompleteGamma, logGamma, poissonDensity } from "../../../../lib/workbooks/engine/numerics/gamma.ts";
import { erf, erfc, normalCumulative, normalQuantile } from "../../../../lib/workbooks/engine/numerics/normal.ts";

/** Agreement to 13 significant digits. Expected values: mpmath 1.3 with 30 digits. */
function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-13);
}

describe("gamma function", () => {
  it.each([
    [0.1, 9.51350769866873],
    [0.5, 1.772453850905516],
    [7.7, 2769.8303623273146],
    [100.3, 3.711481867182677e156],
    [171.5, 9.4833675668248e307],
    [-3.7, 0.2516439959024227],
  ])("Γ(%s)", (x, expected) => expectClose(gamma(x), expected));

  it("has no value at zero and the negative whole numbers, and overflows above 171.62", () => {
    expect([gamma(0), gamma(-2)]).toEqual([Number.NaN, Number.NaN]);
    expect(gamma(172)).toBe(Number.POSITIVE_INFINITY);
  });

  it("keeps its logarithm's digits beside the zeros at 1 and 2", () => {
    expectClose(logGamma(1.0001), -5.771334222047127e-5);
    expectClose(logGamma(2.0001), 4.2281658112919945e-5);
  });

  it("is true in both tails of its incomplete forms", () => {
    expectClose(incompleteGamma(100, 30).lower, 7.338468632878333e-24);
    expectClose(incompleteGamma(2.5, 50).upper, 5.28514836094324e-20);
    expect(incompleteGamma(1, 0)).toEqual({ lower: 0, upper: 1 });
  });

  it("gives Poisson densities whose factorials would overflow", () => {
    expectClose(poissonDensity(1e6, 1e6), 3.9894224715624404e-4);
  });
});

describe("incomplete beta function", () => {
  it.each([
    [0.5, 8, 10, 0.6854705810546875],
    [0.001, 0.5, 0.5, 0.020135041633377492],
    [0.1, 20, 7, 1.2633791356000013e-15],
  ])("I(%s; %s, %s)", (x, a, b, expected) => expectClose(incompleteBeta(x, a, b).lower, expected));
});

describe("normal distribution", () => {
  it("is true far out in the tails", () => {
    expectClose(erfc(10), 2.088487583762545e-45);
    expectClose(erf(1e-8), 1.1283791670955126e-8);
    expectClose(normalCumulative(-20), 2.7536241186062337e-89);
    expectClose(normalQuantile(1e-100), -21.273453560965326);
  });

  it("has no quantile at 0 and 1", () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([Number.NaN, Number.NaN, 0]);
  });
});

describe("Bessel functions", () => {
  it.each([
    ["J", besselJ, 2, 1.9, 0.3299257276923872],
    ["J", besselJ, 20, 2.5, 3.309079383658777e-17],
    ["Y", besselY, 1, 2.5, 0.1459181379667858],
    ["Y", besselY, 5, 49, 0.025760190089044455],
    ["I", besselI, 1, 1.5, 0.9816664285779075],
    ["K", besselK, 1, 1.5, 0.2773878004568438],
    ["K", besselK, 5, 100, 5.2732561132929497e-45],
  ] as const)("%s", (_name, compute, n, x, expected) => {
    expect(Math.abs(compute(n, x) / expected - 1)).toBeLessThan(1e-10);
  });
});
