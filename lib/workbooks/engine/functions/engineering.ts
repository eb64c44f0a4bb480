/** Bases, bits, complex numbers, error and Bessel functions, units. Source: Microsoft's function reference. */
export * from "./engineering/bases.ts";
export * from "./engineering/bits.ts";
export * from "./engineering/complex-functions.ts";
export * from "./engineering/convert.ts";
export * from "./engineering/special.ts";
