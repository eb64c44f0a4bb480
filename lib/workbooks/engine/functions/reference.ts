/** References as values. Source: Microsoft's function reference, "Lookup and reference". */
export * from "./reference/address.ts";
export * from "./reference/position.ts";
