import { describe, expect, it } from "vitest";
import { builtInFormat, formatKind } from "../../../lib/ooxml/number-format.ts";

describe("formatKind", () => {
  it.each([
    ["General", "number"],
    ["0.00E+00", "number"],
    ["#,##0.00_);[Red]\\(#,##0.00\\)", "number"],
    ['0" days"', "number"],
    ["0\\d", "number"],
    ["[Red]0;[Green]-0", "number"],
    ['_("$"* #,##0_);_(@_)', "number"],
    ["@", "number"],
    ["mm-dd-yy", "date"],
    ["[$-409]d\\-mmm\\-yyyy;@", "date"],
    ["mmm", "date"],
    ["m", "date"],
    ["yyyy", "date"],
    ["ggge", "date"],
    ['[$-404]e"年"m"月"', "date"],
    ["h:mm AM/PM", "time"],
    ["mm:ss.0", "time"],
    ["m/d/yy h:mm", "datetime"],
    ["yyyy\\-mm\\-dd\\Thh:mm:ss", "datetime"],
    ["[h]:mm", "elapsed"],
    ["[mm]:ss", "elapsed"],
    ["[SS]", "elapsed"],
  ])("takes %s for %s", (code, kind) => {
    expect(formatKind(code)).toBe(kind);
  });

  it("knows the built-in formats by number", () => {
    expect([14, 18, 22, 45, 46, 2, 49, 200].map((id) => formatKind(builtInFormat(id)))).toEqual([
      "date",
      "time",
      "datetime",
      "time",
      "elapsed",
      "number",
      "number",
      "number",
    ]);
  });
});
