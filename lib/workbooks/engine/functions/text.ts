/** Taking texts apart and putting them together. Source: Microsoft's function reference. */
export {};
