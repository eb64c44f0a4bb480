/** The financial functions, by topic. */
export {};
