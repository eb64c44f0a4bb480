/** The financial functions, by topic. */
export * from "./cash-flows.ts";
export * from "./coupon-bonds.ts";
export * from "./depreciation.ts";
export * from "./discounted-securities.ts";
export * from "./time-value.ts";
