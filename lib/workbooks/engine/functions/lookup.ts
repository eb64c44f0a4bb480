/** Finding values in tables. Source: Microsoft's function reference, "Lookup and reference". */
import { NA, REF, VALUE } from "../../values.ts";
import { findExact, findSorted } from "../search.ts";
import { boolean, define, integer, optional, range, scalar } from "./contract.ts";

/** VLOOKUP(value, table, column, [approximate]): wildcards count in exact mode. */
export const VLOOKUP = define({
  name: "VLOOKUP",
  parameters: [scalar(), range(), integer(), optional(boolean(), true)],
  evaluate: (key, table, column, approximate) => {
    if (column < 1) return VALUE;
    if (column > table.columns) return REF;
    const keys = table.part(0, 0, table.rows, 1);
    const row = approximate ? findSorted(keys, key) : findExact(keys, key, { wildcards: true });
    return row < 0 ? NA : table.at(row, column - 1);
  },
});
