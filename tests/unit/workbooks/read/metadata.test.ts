import { describe, expect, it } from "vitest";
import { workbookMetadata } from "../../../../lib/workbooks/read/metadata.ts";
import { withLists } from "./with-lists.ts";

describe("workbookMetadata", () => {
  it("tells sheets, counts, dropdowns, names and tables", async () => {
    const metadata = workbookMetadata(await withLists('"a,b"', "Regions"));
    expect(metadata).toMatchObject({
      sheets: ["S", "My Lists"],
      sheet_count: 2,
      total_cells: 14,
      formula_cells: 1,
      dropdown_cells: ["S!A1:A9", "S!B1:B9"],
      has_macros: false,
      date_system: 1900,
      tables: [
        {
          name: "Regs",
          sheet: "My Lists",
          ref: "A1:B4",
          columns: ["Name", "When"],
          header_row: true,
          totals_row: false,
        },
      ],
      calc: {
        mode: "auto",
        iterate: false,
        iterate_count: 100,
        iterate_delta: 0.001,
        full_calc_on_load: false,
        precision_as_displayed: false,
      },
      application: null,
    });
    expect(metadata.defined_names.slice(0, 2)).toEqual([
      { name: "Regions", scope: null, refers_to: "'My Lists'!$A$2:$A$4", hidden: false },
      { name: "Regions", scope: "My Lists", refers_to: "#REF!", hidden: false },
    ]);
    expect(metadata.sheet_details[1]).toEqual({
      name: "My Lists",
      index: 1,
      type: "worksheet",
      state: "visible",
      dimension: null,
      max_row: 5,
      max_column: 2,
      cell_count: 10,
      formula_count: 1,
      merged_ranges: [],
      protected: false,
    });
  });
});
