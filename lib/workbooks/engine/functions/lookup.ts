/** Finding values in tables. Source: Microsoft's function reference, "Lookup and reference". */
export * from "./lookup/choose.ts";
export * from "./lookup/index-of.ts";
export * from "./lookup/tables.ts";
export * from "./lookup/xlookup.ts";
