/** What a value or cell is. Source: Microsoft's function reference, "Information". */
export * from "./information/cell.ts";
export * from "./information/kinds.ts";
