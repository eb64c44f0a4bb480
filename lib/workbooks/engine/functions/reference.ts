/** References as values: INDIRECT, OFFSET, ROW, AREAS. Source: Microsoft's function reference. */
export {};
