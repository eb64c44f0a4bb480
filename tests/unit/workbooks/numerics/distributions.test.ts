import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  below,
  betaDistribution,
  type Continuous,
  fisherDistribution,
  gammaDistribution,
  studentDistribution,
} from "../../../../lib/workbooks/engine/numerics/distributions.ts";

const shape = fc.double({ min: 0.2, max: 500, noNaN: true });
const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

/** The probability below a quantile is the one it was asked for. */
function expectInverse(distribution: Continuous, p: number): void {
  const { lower } = distribution.tails(distribution.quantile(below(p)));
  expect(Math.abs(lower - p)).toBeLessThan(1e-11);
}

describe("quantiles invert the distribution function", () => {
  it("of the gamma distribution", () => {
    fc.assert(fc.property(shape, shape, probability, (a, b, p) => expectInverse(gammaDistribution(a, b), p)));
  });
  it("of the beta distribution", () => {
    // Below 1 the density is infinite at the ends, where the next double already lies beyond the wanted probability.
    const atLeastOne = shape.map((value) => 1 + value);
    fc.assert(fc.property(atLeastOne, atLeastOne, probability, (a, b, p) => expectInverse(betaDistribution(a, b), p)));
  });
  it("of Student's t", () => {
    fc.assert(fc.property(shape, probability, (degrees, p) => expectInverse(studentDistribution(degrees), p)));
  });
  it("of Fisher's F", () => {
    fc.assert(fc.property(shape, shape, probability, (a, b, p) => expectInverse(fisherDistribution(a, b), p)));
  });
});

it("keeps the digits of tails far below what 1 − p could hold", () => {
  const t = studentDistribution(10).quantile({ lower: 1e-30, upper: 1 });
  expect(t).toBeCloseTo(-2564.523931742, 8);
  expect(studentDistribution(10).tails(t).lower / 1e-30).toBeCloseTo(1, 10);
});
