import { describe, expect, it } from "vitest";
import { LONGEST_FOOTER, NOTHING_HELD, type TailRow, watchFooter } from "../../../../lib/tables/csv/footer.ts";

/** Rows as texts, cells parted by commas; an empty text is an empty line. @returns [held, footer] at the end */
function watch(lines: readonly string[], columns: number): [held: number, footer: number] {
  let state = NOTHING_HELD;
  let afterBlankLine = false;
  for (const line of lines) {
    if (line !== "") {
      const cells = line.split(",");
      const filled = cells.filter((cell) => cell !== "").length;
      const row: TailRow = { cells: cells.length, filled, firstFilled: cells[0] !== "", afterBlankLine };
      state = watchFooter(state, row, columns);
    }
    afterBlankLine = line === "";
  }
  return [state.held, state.footer];
}

describe("footer", () => {
  it("is the last rows of which only the first cell is filled, in a table of three columns or more", () => {
    expect(watch(["1,2,3", "Total,,", "Source: us"], 3)).toEqual([2, 2]);
    expect(watch(["1,2,3", ",5,"], 3)).toEqual([0, 0]);
  });

  it("is not a row with a blank cell in a table of two columns", () => {
    expect(watch(["1,2", "4,"], 2)).toEqual([0, 0]);
  });

  it("is not a short last row with two cells", () => {
    expect(watch(["1,2,3", "4,5"], 3)).toEqual([0, 0]);
  });

  it("is whatever follows a blank line after which no row has the table's width", () => {
    expect(watch(["1,2,3", "", "Total,9", "Mean,4,5,6"], 3)).toEqual([2, 2]);
    expect(watch(["1,2", "", "Notes"], 2)).toEqual([1, 1]);
  });

  it("ends where a row of the table's width follows", () => {
    expect(watch(["1,2,3", "", "Total,9", "4,5,6"], 3)).toEqual([0, 0]);
    expect(watch(["1,2,3", "North,,", "4,5,6"], 3)).toEqual([0, 0]);
  });

  it("takes in notes of the table's width after the blank line, if only their first cell is filled", () => {
    expect(watch(["1,2,3", "", "Total,9", "Note,,"], 3)).toEqual([2, 2]);
  });

  it("takes in the blank rows between table and footer, which are faults of the table without a footer", () => {
    expect(watch(["1,2,3", ",,", "Source,,"], 3)).toEqual([2, 2]);
    expect(watch(["1,2,3", ",,"], 3)).toEqual([1, 0]);
  });

  it("is never longer than 1,000 rows, so that no more need to be held back", () => {
    const notes = new Array<string>(LONGEST_FOOTER).fill("Note,,");
    expect(watch(["1,2,3", ...notes], 3)).toEqual([1_000, 1_000]);
    expect(watch(["1,2,3", ...notes, "Note,,"], 3)).toEqual([0, 0]);
  });
});
