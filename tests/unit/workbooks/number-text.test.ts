import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumberText } from "../../../lib/workbooks/engine/number-text.ts";

/** Year of dates that name none: 2024. */
const NOW = 45_322;

describe("parseNumberText", () => {
  it.each<[string, number]>([
    ["5", 5],
    [" 10 ", 10],
    ["-0.0", 0],
    ["+.5", 0.5],
    ["5.", 5],
    ["1e-5", 0.00001],
    ["1E+3", 1000],
    ["1,234", 1234],
    ["1,234,567.89", 1_234_567.89],
    ["$5", 5],
    ["-$5", -5],
    ["$-5", -5],
    ["($1,234.50)", -1234.5],
    ["(5)", -5],
    ["€100", 100],
    [" 23€ ", 23],
    ["12%", 0.12],
    ["%5", 0.05],
    ["-40 %", -0.4],
    ["1 1/2", 1.5],
    ["-0 3/4", -0.75],
    ["1/31/2024", 45_322],
    ["1-31-24", 45_322],
    ["2024-01-31", 45_322],
    ["2024/1/31", 45_322],
    ["31-Jan-2024", 45_322],
    ["31 January 2024", 45_322],
    ["Jan 31, 2024", 45_322],
    ["January 31, 2024", 45_322],
    ["Wednesday, January 31, 2024", 45_322],
    ["1/31", 45_322],
    ["31-Jan", 45_322],
    ["Jan-31", 45_322],
    ["Jan 2024", 45_292],
    ["1/2024", 45_292],
    ["Jan-32", 11_689],
    ["12/31/29", 47_483],
    ["1/1/30", 10_959],
    ["2/29/1900", 60],
    ["13:30", 0.5625],
    ["1:30 PM", 0.5625],
    ["12 am", 0],
    ["24:00", 1],
    ["0:90", 0.0625],
    ["10:30.5", 0.0072974537037037],
    ["1/31/2024 6:00 PM", 45_322.75],
    [" 1:30 ", 0.0625],
    ["0:0:9999", 0.11572916666666666],
    ["23:59.", 0.9993055555555556],
    ["59:9999.0", 0.1567013888888889],
  ])("reads %j as %d", (text, expected) => {
    expect(parseNumberText(text, false, NOW)).toBeCloseTo(expected, 12);
  });

  it.each([
    "",
    " ",
    "abc",
    "--8",
    "+-5",
    "(-5)",
    "(5",
    "5)",
    "1,23",
    "12,34",
    "1 000",
    "0x10",
    "1e400",
    "Infinity",
    "1.2.3",
    "1/0 2",
    "13/1/2024",
    "2/30/2024",
    "31-Foo-2024",
    "1/2/345",
    "10:30PM",
    "24:99",
    "23:10000",
    "23:60:9999",
    "23:59.:0",
    "13:00 PM",
    " 2024-01-10 ",
    "$",
    "%",
    "5%%",
    "2024-01-05T10:00",
  ])("takes %j for no number", (text) => {
    expect(parseNumberText(text, false, NOW)).toBeUndefined();
  });

  it("reads dates as serials of the 1904 system where the workbook counts from there", () => {
    expect(parseNumberText("1/2/1904", true)).toBe(1);
  });

  it("makes short work of long texts that are nearly numbers", () => {
    for (const text of [`-${" ".repeat(30_000)}x1`, `1${" ".repeat(30_000)}x`, `${"1 ".repeat(15_000)}x`]) {
      expect(parseNumberText(text)).toBeUndefined();
    }
  });

  it("reads every number as JavaScript writes it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumberText(String(value))).toBe(value + 0); // −0 is written 0
      }),
    );
  });
});
