/** Functions that make or reshape arrays. Source: Microsoft's function reference, "Lookup and reference". */
export * from "./dynamic-arrays/filter.ts";
export * from "./dynamic-arrays/group-by.ts";
export * from "./dynamic-arrays/reshape.ts";
export * from "./dynamic-arrays/select.ts";
export * from "./dynamic-arrays/sequence.ts";
export * from "./dynamic-arrays/sort.ts";
