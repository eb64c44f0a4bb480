/** Bases, complex numbers, Bessel functions, CONVERT. Source: Microsoft's function reference. */
export {};
