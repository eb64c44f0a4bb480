/** Taking texts apart and putting them together. Source: Microsoft's function reference, "Text". */
export * from "./text/case.ts";
export * from "./text/characters.ts";
export * from "./text/join.ts";
export * from "./text/numbers.ts";
export * from "./text/parts.ts";
export * from "./text/split.ts";
export * from "./text/width.ts";
