/** REGEXTEST, REGEXEXTRACT, REGEXREPLACE. Source: Microsoft's function reference. */
export {};
