/** Applying lambdas: MAP, REDUCE, SCAN, BYROW, BYCOL, MAKEARRAY. LET and LAMBDA belong to the compiler. Source: Microsoft's function reference. */
export {};
