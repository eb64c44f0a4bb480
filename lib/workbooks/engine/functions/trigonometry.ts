/** Angles, logarithms' hyperbolic kin and their inverses. Source: Microsoft's function reference. */
export {};
