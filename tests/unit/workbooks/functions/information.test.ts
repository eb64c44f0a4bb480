import { describe } from "vitest";
import { table } from "./formula-table.ts";

const cells = { A1: 1, A2: "text", A3: true, A4: "=NA()", A5: "=1/0", B1: '=""' };

describe("kinds of values", () => {
  table(
    [
      ["ISBLANK(Z9)", true],
      ["ISBLANK(B1)", false],
      ["ISNUMBER(A1)", true],
      ['ISNUMBER("1")', false],
      ["ISTEXT(A2)", true],
      ["ISNONTEXT(Z9)", true],
      ["ISLOGICAL(A3)", true],
      ["ISERROR(A5)", true],
      ["ISERR(A4)", false],
      ["ISERR(A5)", true],
      ["ISNA(A4)", true],
      ["ISREF(A1)", true],
      ["ISREF(1)", false],
      ["ISEVEN(2.5)", true],
      ["ISODD(-1)", true],
      ["ISEVEN(Z9)", true],
      ["ISEVEN(TRUE)", "#VALUE!"],
      ['ISODD("abc")', "#VALUE!"],
      ["N(A3)", 1],
      ["N(A2)", 0],
      ["N(A4)", "#N/A"],
      ["N(A1:A3)", 1],
      ["SUM(N({1,TRUE,3}))", 5],
      ["T(A2:A3)", "text"],
      ["NA()", "#N/A"],
      ["TYPE(A1)", 1],
      ["TYPE(A2)", 2],
      ["TYPE(A3)", 4],
      ["TYPE(A5)", 16],
      ["TYPE({1,2})", 64],
      ["TYPE(LAMBDA(x,x))", 128],
      ["ERROR.TYPE(A5)", 2],
      ["ERROR.TYPE(A4)", 7],
      ["ERROR.TYPE(1)", "#N/A"],
      ['INFO("numfile")', 1],
      ['INFO("system")', "pcdos"],
      ['INFO("nonsense")', "#VALUE!"],
    ],
    cells,
  );
});
