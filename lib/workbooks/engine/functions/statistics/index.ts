/** The statistical functions, by topic. */
export * from "./averages.ts";
export * from "./conditional.ts";
export * from "./continuous.ts";
export * from "./counts.ts";
export * from "./deviations.ts";
export * from "./discrete.ts";
export * from "./ranks.ts";
export * from "./regression.ts";
export * from "./sampling.ts";
export * from "./test-distributions.ts";
export * from "./tests.ts";
