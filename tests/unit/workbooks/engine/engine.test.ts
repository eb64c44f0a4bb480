import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../../lib/workbooks/engine/engine.ts";
import { DIV0, REF, type Scalar, SPILL } from "../../../../lib/workbooks/values.ts";
import { book, type Cells, calculated, place } from "../../../support/formulas.ts";

describe("failures", () => {
  it("names the unknown function, keeps no value, and lets no IFERROR hide it", () => {
    const { engine, value } = calculated({ Sheet1: { A1: "=FOO(1)", A2: "=IFERROR(A1,0)", A3: "=IF(FALSE,A1,1)" } });
    expect(engine.result(0, 1, 1)).toMatchObject({
      value: undefined,
      failure: { reason: "unsupported_function:FOO", outcome: "unsupported" },
    });
    expect(engine.result(0, 2, 1)).toMatchObject({
      value: undefined,
      failure: { reason: "depends_on:Sheet1!A1", outcome: "unsupported" },
    });
    expect(value("Sheet1!A3")).toBe(1);
  });

  it("does not mind an unknown function in a branch not taken", () => {
    expect(calculated({ S: { A1: "=IF(TRUE,1,FOO(2))" } }).value("S!A1")).toBe(1);
  });

  it("spares who reads other cells of a range than the failed one", () => {
    const { engine, value } = calculated({
      S: { A1: "=FOO()", A2: 2, B1: "=SUM(A1:A2)", B2: "=INDEX(A1:A2,2)", B3: "=SUM(A2:A2)" },
    });
    expect(engine.result(0, 1, 2)?.failure?.reason).toBe("depends_on:S!A1");
    expect(value("S!B2")).toBe(2);
    expect(value("S!B3")).toBe(2);
  });

  it("keeps an unreadable formula as parse_error and a long one as unsupported", () => {
    const { engine } = calculated({ S: { A1: "=1+", A2: `="${"x".repeat(9000)}"` } });
    expect(engine.result(0, 1, 1)?.failure).toMatchObject({ reason: "parse_error", outcome: "error" });
    expect(engine.result(0, 2, 1)?.failure).toMatchObject({ reason: "formula_too_long", outcome: "unsupported" });
  });

  it("takes an Excel error for a result", () => {
    expect(calculated({ S: { A1: "=1/0", A2: "=IFERROR(A1,7)" } }).value("S!A1")).toBe(DIV0);
  });
});

describe("what a formula depends on", () => {
  const dependsOn = (formula: string, names: Record<string, string> = {}) =>
    calculated(
      { Sheet1: { Z9: `=${formula}` }, "P&L 2024": {}, Inputs: {}, "It's": {}, Jan: {}, Feb: {}, Mar: {} },
      { names },
    ).engine.result(0, 9, 26)?.dependsOn;

  it("is listed as written, in order, once, with its sheet", () => {
    expect(dependsOn("SUM(A1:A10)+'P&L 2024'!$B$3*Rate+LOG10(2)&\"B7\"", { Rate: "Inputs!$C$2" })).toEqual([
      "Sheet1!A1:A10",
      "P&L 2024!B3",
      "Inputs!C2",
    ]);
  });

  it.each<[string, string[]]>([
    ["A1+$A$1+A1", ["Sheet1!A1"]],
    ["SUM(B10:A1)", ["Sheet1!A1:B10"]],
    ["SUM(A:C)+SUM(3:1)", ["Sheet1!A:C", "Sheet1!1:3"]],
    ["SUM(Jan:Mar!B2)", ["Jan!B2", "Feb!B2", "Mar!B2"]],
    ["'It''s'!A1", ["It's!A1"]],
    ["Unknown+1", ["name:Unknown"]],
    ['ROW(A5)&{1,2}&"A1"', ["Sheet1!A5"]],
    ["IF(FALSE,B1,C1)", ["Sheet1!B1", "Sheet1!C1"]],
    ["[Book2.xlsx]S!A1", ["[Book2.xlsx]S!A1"]],
    ['INDIRECT("A1")', []],
  ])("=%s", (formula, expected) => {
    expect(dependsOn(formula)).toEqual(expected);
  });

  it("leaves out names of constants", () => {
    expect(dependsOn("Tax*A1", { Tax: "0.19" })).toEqual(["Sheet1!A1"]);
  });
});

describe("order of calculation", () => {
  it("follows chains of 100,000 cells without running out of stack, from either end", () => {
    const down: Cells = { A1: 1 };
    const up: Cells = { A100001: 1 };
    for (let row = 2; row <= 100_001; row++) down[`A${row}`] = `=A${row - 1}+1`;
    for (let row = 1; row <= 100_000; row++) up[`A${row}`] = `=A${row + 1}+1`;
    expect(calculated({ S: down }).value("S!A100001")).toBe(100_001);
    expect(calculated({ S: up }).value("S!A1")).toBe(100_001);
  });

  it("calculates what INDIRECT, OFFSET and INDEX find first, wherever it stands", () => {
    const { value } = calculated({
      S: {
        A1: '=INDIRECT("Z"&9)',
        A2: "=OFFSET(A1,8,25)",
        AA1: "=SUM(X9:INDEX(Z:Z,9))",
        Z9: "=Y9+1",
        Y9: "=X9*2",
        X9: 3,
      },
    });
    expect(value("S!A1")).toBe(7);
    expect(value("S!A2")).toBe(7);
    expect(value("S!AA1")).toBe(3 + 6 + 7);
  });

  it("keeps running totals over 20,000 rows cheap", () => {
    const cells: Cells = {};
    for (let row = 1; row <= 20_000; row++) {
      cells[`A${row}`] = row;
      cells[`B${row}`] = `=SUM(A$1:A${row})`;
    }
    const start = performance.now();
    expect(calculated({ S: cells }).value("S!B20000")).toBe(200_010_000);
    expect(performance.now() - start).toBeLessThan(3000); // adding each window anew would take 200,000,000 steps
  });
});

describe("volatile cells", () => {
  it("are those that ask for time or chance, and all behind them", () => {
    const { engine } = calculated({
      S: { A1: "=NOW()", A2: "=A1+1", A3: "=SUM(A1:A2)", A4: "=A3*0", B1: "=1+1", B2: "=IF(FALSE,A1,2)" },
    });
    const isVolatile = (row: number, column: number) => engine.result(0, row, column)?.volatile;
    expect([1, 2, 3, 4].map((row) => isVolatile(row, 1))).toEqual([true, true, true, true]);
    expect(isVolatile(1, 2)).toBe(false);
    expect(isVolatile(2, 2)).toBe(true);
  });

  it("all see the same instant", () => {
    const { value } = calculated(
      { S: { A1: "=NOW()", A2: "=NOW()", A3: "=TODAY()" } },
      { now: new Date("2026-03-01T12:00:00Z") },
    );
    expect(value("S!A1")).toBe(46_082.5);
    expect(value("S!A2")).toBe(46_082.5);
    expect(value("S!A3")).toBe(46_082);
  });
});

describe("array formulas", () => {
  const spilling = (cells: Cells, dynamic: boolean, last: { row: number; column: number }) => {
    const workbook = book({ S: cells });
    const anchor = workbook.sheets[0]!.cells.find(({ formula }) => formula?.array !== undefined)!;
    anchor.formula = {
      ...anchor.formula!,
      dynamic,
      array: { firstRow: anchor.row, firstColumn: anchor.column, lastRow: last.row, lastColumn: last.column },
    };
    const engine = createEngine(workbook);
    engine.recalculateNow();
    return (address: string) => {
      const { row, column } = place(address);
      return engine.result(0, row, column)?.value;
    };
  };

  it("give each cell of a fixed range its part, #N/A beyond, a single row again and again", () => {
    const value = spilling({ A1: 1, A2: 2, C1: "{=A1:A2*10}", F1: "=C2", F2: "=ISNA(C3)" }, false, {
      row: 3,
      column: 3,
    });
    expect([value("C1"), value("F1"), value("F2")]).toEqual([10, 20, true]);
    const repeated = spilling({ C1: "{={1,2}}", F1: "=D3" }, false, { row: 3, column: 4 });
    expect(repeated("F1")).toBe(2);
  });

  it("spill beyond the range that the file remembers, and readers see it", () => {
    const value = spilling({ A1: "=SUM(C1:C9)", C1: "{=SEQUENCE(4)}", E1: "=SUM(C1#)" }, true, { row: 2, column: 3 });
    expect([value("A1"), value("E1")]).toEqual([10, 10]);
  });

  it("show #SPILL! where something stands in the way", () => {
    const value = spilling({ C1: "{=SEQUENCE(3)}", C3: "x", E1: "=C2" }, true, { row: 1, column: 3 });
    expect(value("C1")).toBe(SPILL);
    expect(value("E1")).toBe(0);
  });

  it("have a spilled range only at their anchor", () => {
    expect(calculated({ S: { A1: 5, B1: "=A1#" } }).value("S!B1")).toBe(REF);
  });
});

describe("changing an input", () => {
  const cells: Cells = {
    A1: 1,
    A2: "=A1*2",
    A3: "=SUM(A1:A2)",
    B1: "=A3+C1",
    C1: 5,
    C2: "=C1*2",
    D1: '=INDIRECT("A"&2)',
    E1: "=E2/2+A1",
    E2: "=E1",
  };

  it("recalculates what depends on it and nothing else changes", () => {
    const { engine, value } = calculated({ S: cells });
    engine.setInput(0, 1, 1, 10);
    engine.recalculateNow();
    expect(["A2", "A3", "B1", "C2", "D1"].map((cell) => value(`S!${cell}`))).toEqual([20, 30, 35, 10, 20]);
    expect(value("S!E1")).toBeCloseTo(20, 4);
    expect(engine.circularReport()).toHaveLength(1);
  });

  it("is refused where a formula stands", () => {
    const { engine } = calculated({ S: cells });
    expect(() => engine.setInput(0, 2, 1, 1)).toThrow(RangeError);
    expect(() => engine.setInput(0, 50, 1, 1)).toThrow(RangeError);
  });

  it("ends as calculating everything anew would, on random workbooks and changes", () => {
    const address = fc
      .tuple(fc.constantFrom("A", "B", "C", "D"), fc.integer({ min: 1, max: 6 }))
      .map(([c, r]) => c + r);
    const formula = fc.oneof(
      fc.tuple(address, address).map(([a, b]) => `=${a}+${b}*0.5`),
      fc.tuple(address, address).map(([a, b]) => `=SUM(${a}:${b})`),
      fc.tuple(address, address).map(([a, b]) => `=IF(${a}>3,${b},1)`),
      address.map((a) => `=INDIRECT("${a}")+1`),
      fc.tuple(address, fc.integer({ min: 1, max: 3 })).map(([a, n]) => `=OFFSET(${a},${n},0)`),
      fc.tuple(address, address).map(([a, b]) => `=MAX($A$1:${a})&"|"&COUNT(${b}:D6)`),
    );
    const workbooks = fc.dictionary(address, fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant("t"), formula), {
      minKeys: 4,
      maxKeys: 20,
    });
    fc.assert(
      fc.property(workbooks, fc.integer({ min: -9, max: 9 }), (cells, input) => {
        const inputs = Object.entries(cells).filter(([, content]) => typeof content === "number");
        const changed = inputs[0]?.[0];
        if (changed === undefined) return;
        const outcome = (engine: ReturnType<typeof createEngine>): unknown[] =>
          Object.keys(cells).map((key) => {
            const { row, column } = place(key);
            const result = engine.result(0, row, column);
            return [key, result?.circularGroup === undefined ? (result?.value ?? result?.failure?.reason) : "circular"];
          });
        const { engine } = calculated({ S: cells as Record<string, Scalar> });
        const at = place(changed);
        engine.setInput(0, at.row, at.column, input);
        engine.recalculateNow();
        const anew = calculated({ S: { ...(cells as Record<string, Scalar>), [changed]: input } }).engine;
        const expected = outcome(anew);
        if (anew.circularReport().length > 0) return; // cycles start from where they stand
        expect(outcome(engine)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a long calculation", () => {
  const cells: Cells = { A1: 1 };
  for (let row = 2; row <= 20_000; row++) cells[`A${row}`] = `=A${row - 1}+1`;

  it("tells how far it has come", async () => {
    const engine = createEngine(book({ S: cells }));
    const seen: number[] = [];
    await engine.recalculate({ onProgress: (done, total) => seen.push(done / total) });
    expect(seen.length).toBeGreaterThanOrEqual(20);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  it("stops when it is told to", async () => {
    const engine = createEngine(book({ S: cells }));
    const controller = new AbortController();
    let steps = 0;
    const run = engine.recalculate({
      signal: controller.signal,
      onProgress: () => {
        if (++steps === 3) controller.abort(new Error("enough"));
      },
    });
    await expect(run).rejects.toThrow("enough");
    expect(steps).toBe(3);
  });
});
