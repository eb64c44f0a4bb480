import { describe, expect, it } from "vitest";
import { excelText } from "../../../../lib/tables/xlsx/excel-text.ts";

describe("a text in a cell of an .xlsx file", () => {
  it.each([
    ["plain\ttext\nof <two> lines", "plain\ttext\nof <two> lines"],
    ["a\r\nb", "a_x000D_\nb"],
    ["\u0001\u001f", "_x0001__x001F_"],
    ["\ufffe\uffff", "_xFFFE__xFFFF_"],
    ["\ud83d\ude00 \ud83d \ude00", "\ud83d\ude00 _xD83D_ _xDE00_"],
    ["_x0041_ _x41_ x_x00e9_", "_x005F_x0041_ _x41_ x_x005F_x00e9_"],
  ])("%j", (text, written) => {
    expect(excelText(text)).toBe(written);
  });
});
