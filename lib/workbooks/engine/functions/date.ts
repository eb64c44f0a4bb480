/** Dates and times as serial numbers. Source: Microsoft's function reference. */
export {};
