/** DSUM and its kin: a table, a field and a block of criteria. Source: Microsoft's function reference. */
export {};
