/** The statistical functions, by topic. */
export {};
