import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue, isDateFormat } from "../../../../lib/workbooks/engine/number-format/format.ts";

type Row = [value: number | string | boolean, code: string, shown: string | undefined];

function table(title: string, rows: Row[], options: { date1904?: boolean } = {}): void {
  describe(title, () => {
    it.each(rows)("shows %j in %j as %j", (value, code, shown) => {
      expect(formatValue(value, code, options)).toBe(shown);
    });
  });
}

table("General fits a number into eleven characters", [
  [0, "General", "0"],
  [1 / 3, "General", "0.333333333"],
  [1234.567891234, "General", "1234.567891"],
  [12345678912.3, "General", "12345678912"],
  [123456789012, "General", "1.23457E+11"],
  [0.0001234567, "General", "0.000123457"],
  [0.00001, "General", "0.00001"],
  [0.00001234567, "General", "1.23457E-05"],
  [-1e-10, "General", "-1E-10"],
  [5, 'General" pcs"', "5 pcs"],
  [5, "@", "5"],
]);

table("digit placeholders", [
  [1234.567, "$#,##0.00", "$1,234.57"],
  [12.3, "000.00", "012.30"],
  [12.3, "###.##", "12.3"],
  [1, "#.##", "1."],
  [0, "#.##", "."],
  [1.1, "|??.??|", "| 1.1 |"],
  [1234567, "?,?????????", "    1,234,567"],
  [1234567, "0,000000000", "0,001,234,567"],
  [941051630, "00000-0000", "94105-1630"],
  [2813308004, "(###) ###-####", "(281) 330-8004"],
  [1010, "###\\###\\##0.00", "#10#10.00"],
  [Math.PI, '"This is a ".00"test"000', "This is a 3.14test159"],
  [1.005, "0.00", "1.01"],
  [0.285, "0.00", "0.29"],
  [1234567890123456e3, "0", "1234567890123460000"],
]);

table("commas group between digits and scale behind them", [
  [1234567, "#,#", "1,234,567"],
  [1234567, "0,", "1235"],
  [1234567, "0.0,,", "1.2"],
  [1234567, "#,.#,", "1.2"],
  [1234567, ",#", ",1234567"],
  [890123.456789, "0,x#.00.0", "89012x3.45.7"],
  [890123.456789, "#,#.##.##,#", "890,123.45.679"],
  [1234567, '0.0,,"M"', "1.2M"],
]);

table("percent multiplies, once for each sign", [
  [0.0123, "0.00%", "1.23%"],
  [123.45, "0,0.00%%", "1,234,500.00%%"],
]);

table("powers of ten count in steps of the digits before the point", [
  [12345, "0.00E+00", "1.23E+04"],
  [0.00012345, "0.00E+00", "1.23E-04"],
  [12345, "##0.0E+0", "12.3E+3"],
  [9.99, "0.0E+0", "1.0E+1"],
  [999.96, "##0.0E+0", "1.0E+3"],
  [12345, "0.0E-0", "1.2E4"],
  [0, "####.####E+0", "0000.E+0"],
  [123456.789, "#%E-#", "1%E5"],
  [123456.789, "|????.????|e+|???|", "|  12.3457|e|+  4|"],
]);

table("fractions", [
  [12.3, "# ?/?", "12 1/3"],
  [1, "# ?/?", "1    "],
  [0.5, "# ?/?", " 1/2"],
  [0.9, "# ?/?", " 8/9"],
  [-0.05, "# ?/?", "-0    "],
  [-1234.5678, "# ??/??", "-1234 46/81"],
  [0.13, "# ??/16", "  2/16"],
  [12.3456789, "??/??", "1000/81"],
  [23.75, "#\\:? ?0#/000", "2:3  03/004"],
  [0.75, "?\\:?0=/=#", "   3=/=4"],
]);

table("sections are for positive, negative, zero and text", [
  [5, "0;(0);-;@", "5"],
  [-5, "0;(0);-;@", "(5)"],
  [0, "0;(0);-;@", "-"],
  ["five", '0;(0);-;"<"@">"', "<five>"],
  ["five", "0", "five"],
  ["five", ";;;", ""],
  [true, ";;;-@-", "-TRUE-"],
  [-5, "0;@", "-5"],
  [1, '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)', " $1 "],
]);

table("the minus sign of a single section goes with the last digit other than 0", [
  [-0.01, "0.0", "0.0"],
  [-0.01, "0.0;-0.0", "-0.0"],
  [-0.01, "0.0;@", "-0.0"],
  [-1, "foo", "-foo"],
]);

table("conditions choose sections in place of the sign", [
  [999, '[<1000]0;[<1000000]0.0,"K";0.0,,"M"', "999"],
  [12345, '[<1000]0;[<1000000]0.0,"K";0.0,,"M"', "12.3K"],
  [12345678, '[<1000]0;[<1000000]0.0,"K";0.0,,"M"', "12.3M"],
  [11, '[<10]#" Wow"', "11"],
  [-11, '[<-10]#" Wow"', "-11 Wow"],
  [-5, "[<-4]\\A0;\\B0", "A5"],
  [-5, "[>2]\\A0;\\B0", "-B5"],
  [6.3, '[>=100]"A"0;[<=-100]"B"0', undefined],
  [50, "[Red][=50]General;[Blue]000", "50"],
]);

table("dates and times", [
  [45322.5625, "yyyy-mm-dd hh:mm:ss", "2024-01-31 13:30:00"],
  [45322.5625, "dddd, mmmm d, yyyy", "Wednesday, January 31, 2024"],
  [45322.5625, "mmmmm yy", "J 24"],
  [45322.5625, "h:mm AM/PM", "1:30 PM"],
  [45322.5625, "h a/p", "1 p"],
  [0.5, "hh:mm:ss AM/PM", "12:00:00 PM"],
  [1.003213402, "yyyy-mm-dd hh:mm:ss.00", "1900-01-01 00:04:37.64"],
  [0.999999, "h:mm:ss", "0:00:00"],
  [0.99999, "h:mm", "23:59"],
  [0.999999, "h:mm", "0:00"],
  [0, "m/d/yyyy", "1/0/1900"],
  [60, "yyyy-mm-dd", "1900-02-29"],
  [1, "dddd", "Sunday"],
  [-1, "yyyy", undefined],
  [-1, "[h]", "-24"],
  [-1, "[h]:mm", undefined],
  [2958466, "yyyy", undefined],
  [45322, "[$-F800]dddd, mmmm dd, yyyy", "Wednesday, January 31, 2024"],
  [45322, "[$-x-sysdate]dddd, mmmm dd, yyyy", "Wednesday, January 31, 2024"],
  [45322.5625, "[$-F400]h:mm:ss AM/PM", "1:30:00 PM"],
]);

table("elapsed time counts on past the day", [
  [3.140625, "[h]:mm:ss", "75:22:30"],
  [3.140625, "[mm]:ss.0", "4522:30.0"],
  [2.9999999999999996, "[h]:mm:ss", "72:00:00"],
  [3.140625, '[h]" (yes, "h")"', "75 (yes, 75)"],
]);

table(
  "dates of the 1904 system",
  [
    [44196, "dd-mm-yyyy", "01-01-2025"],
    [-0.08546296296296296, "[mm]:ss", "-123:04"],
  ],
  { date1904: true },
);

table("locale codes give currency and language", [
  [3.25, "[$€-407]\\ #,##0.00", "€ 3.25"],
  [3.25, "[$INR]\\ #,##0.00", "INR 3.25"],
  [45322, "[$-407]d. mmmm yyyy", "31. Januar 2024"],
  [45322, "[$-de-DE]ddd mmm", "Mi Jan"],
  [45322, "[$-40C]dddd d mmmm", "mercredi 31 janvier"],
  [45322, '[$-411]ggge"年"m"月"d"日"', "令和6年1月31日"],
  [45322, "[$-409]mmm-yy;@", "Jan-24"],
  [45322, "bbbb", "2567"],
]);

describe("formatValue", () => {
  it.each(["[", '"open', "0/", "E", "n", "0E+", "0;0;0;0;0", "d0", "0;0;0;0"])("refuses the code %j", (code) => {
    expect(formatValue(1, code)).toBeUndefined();
  });

  it("agrees with toFixed on every amount in whole cents", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (cents) => {
        expect(formatValue(cents / 100, "0.00")).toBe((cents / 100).toFixed(2));
      }),
    );
  });

  it("answers any code with a text or undefined", () => {
    const piece = fc.constantFrom(...'0#?.,%/@;[]"\\_* -+Eehmsdyabg19()', "General", "[h]", "[<1]", "[$-407]", "AM/PM");
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (pieces, value) => {
          expect(["string", "undefined"]).toContain(typeof formatValue(value, pieces.join("")));
        },
      ),
    );
  });
});

describe("isDateFormat", () => {
  it.each(["m/d/yyyy", "h:mm", "[$-409]d-mmm-yy;@", "[Red]yyyy", "mm:ss.0", "AM/PM"])("finds a date in %j", (code) => {
    expect(isDateFormat(code)).toBe(true);
  });

  it.each(["General", "0.00", '"day "0', "[h]:mm", "\\d0", "[Red]0", "@", "# ?/?"])("finds none in %j", (code) => {
    expect(isDateFormat(code)).toBe(false);
  });
});
