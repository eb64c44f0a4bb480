import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AreaSweep, areaText, parseAddress, parseArea, parseAreas } from "../../../../lib/workbooks/read/areas.ts";

describe("parseArea", () => {
  it.each([
    ["A1", "A1"],
    ["$C$5:A1", "A1:C5"],
    ["B:D", "B1:D1048576"],
    ["3:2", "A2:XFD3"],
    ["XFE1", undefined],
    ["A0", undefined],
    ["A1:B", undefined],
    ["A1:B2:C3", undefined],
    ["", undefined],
    ["$", undefined],
    ["#REF!", undefined],
  ])("reads %s as %s", (text, shown) => {
    const area = parseArea(text);
    expect(area && areaText(area)).toBe(shown);
  });

  it("reads lists of areas parted by blanks", () => {
    expect(parseAreas("A1 B2:C3  nonsense D4").map(areaText)).toEqual(["A1", "B2:C3", "D4"]);
  });
});

describe("parseAddress", () => {
  it.each([
    ["A1", { row: 1, column: 1 }],
    ["xfd1048576", { row: 1_048_576, column: 16_384 }],
    ["AB012", { row: 12, column: 28 }],
    ["XFE1", undefined],
    ["A1048577", undefined],
    ["A0", undefined],
    ["A", undefined],
    ["1", undefined],
    ["$A$1", undefined],
    ["A1:B2", undefined],
    ["A1 ", undefined],
    ["", undefined],
    ["É1", undefined],
    ["Ł1", undefined],
  ])("reads %s as %o", (text, place) => {
    expect(parseAddress(text)).toEqual(place);
  });
});

describe("AreaSweep", () => {
  it("finds the same area as a look at all of them", () => {
    const place = fc.integer({ min: 1, max: 12 });
    const corner = fc.tuple(place, place, place, place);
    fc.assert(
      fc.property(fc.array(corner, { maxLength: 8 }), (corners) => {
        const areas = corners.map(([a, b, c, d]) => ({
          firstRow: Math.min(a, b),
          lastRow: Math.max(a, b),
          firstColumn: Math.min(c, d),
          lastColumn: Math.max(c, d),
        }));
        const sweep = new AreaSweep(areas.map((area) => ({ area, value: area })));
        for (let row = 1; row <= 13; row++) {
          for (let column = 1; column <= 13; column++) {
            const holding = areas.filter(
              (one) =>
                one.firstRow <= row && row <= one.lastRow && one.firstColumn <= column && column <= one.lastColumn,
            );
            const found = sweep.at(row, column);
            if (holding.length === 0) expect(found).toBeUndefined();
            else expect(holding).toContain(found);
          }
        }
      }),
    );
  });
});
