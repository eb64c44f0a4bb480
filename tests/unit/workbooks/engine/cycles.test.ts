import { describe, expect, it } from "vitest";
import { createEngine } from "../../../../lib/workbooks/engine/engine.ts";
import { book, calculated, place } from "../../../support/formulas.ts";

describe("cycles that converge", () => {
  it("solves A1 = B1+1, B1 = A1/2 from nothing", () => {
    const { engine, value } = calculated({ S: { A1: "=B1+1", B1: "=A1/2", C1: "=A1*10" } });
    expect(value("S!A1")).toBeCloseTo(2, 11);
    expect(value("S!B1")).toBeCloseTo(1, 11);
    expect(value("S!C1")).toBeCloseTo(20, 10);
    expect(engine.result(0, 1, 1)?.circularGroup).toBe(1);
    expect(engine.result(0, 1, 3)?.circularGroup).toBeUndefined();
    const [entry, ...others] = engine.circularReport();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      group: 1,
      size: 2,
      cells: ["S!A1", "S!B1"],
      start: "zero",
      converged: true,
      reason: null,
    });
    expect(entry!.iterations).toBeLessThan(100);
    expect(entry!.residual).toBeLessThanOrEqual(1e-6);
  });

  it("solves interest on average debt", () => {
    const { value } = calculated({ S: { A1: 1000, B1: "=10%*(A1+C1)/2", C1: "=A1-(200-B1)" } });
    expect(value("S!B1")).toBeCloseTo(94.7368421, 5);
    expect(value("S!C1")).toBeCloseTo(894.7368421, 5);
  });

  it("solves a cash sweep with MIN and MAX", () => {
    // Cash 300 before interest of 8 % on the average of 500 and what is left; all free cash repays.
    const { value } = calculated({
      S: { A1: 500, A2: 300, B1: "=8%*(A1+D1)/2", C1: "=MAX(0,MIN(A1,A2-B1))", D1: "=A1-C1" },
    });
    const interest = (0.04 * (500 + 200)) / (1 - 0.04);
    expect(value("S!B1")).toBeCloseTo(interest, 4);
    expect(value("S!C1")).toBeCloseTo(300 - interest, 4);
  });

  it("solves slowly shrinking ones by extrapolation", () => {
    const { engine, value } = calculated({ S: { A1: "=0.97*B1+3", B1: "=A1" } });
    expect(value("S!A1")).toBeCloseTo(100, 9);
    expect(engine.circularReport()[0]).toMatchObject({ converged: true });
  });

  it.each([0.9, 0.99, 0.99999, -0.9, -0.999])("solves A1 = %f·A1+1 within 60 sweeps, to the last digits", (factor) => {
    const { engine, value } = calculated({ S: { A1: `=${factor}*B1+1`, B1: "=A1" } });
    expect((value("S!A1") as number) * (1 - factor)).toBeCloseTo(1, 9);
    expect(engine.circularReport()[0]!.iterations).toBeLessThan(60);
  });

  it("does not take the small steps of a slow cycle for its end", () => {
    const { value } = calculated({ S: { A1: "=0.99999*A1+5E-7" } });
    expect(value("S!A1")).toBeCloseTo(0.05, 9);
  });

  it("solves a chain that runs up a column, against the order of the sweeps", () => {
    const cells: Record<string, string> = { A1000: "=A1*0.5+1" };
    for (let row = 1; row < 1000; row++) cells[`A${row}`] = `=A${row + 1}+0.001`;
    const { engine, value } = calculated({ S: cells });
    expect(value("S!A1")).toBeCloseTo((1 + 0.999) / 0.5, 9);
    expect(engine.circularReport()).toMatchObject([{ size: 1000, converged: true }]);
  });

  it("solves a cycle whose changes shrink in many ways at once", () => {
    // Heat along a rod from 0 to 100: each cell is the mean of its neighbours.
    const cells: Record<string, string | number> = { A1: 0, A30: 100 };
    for (let row = 2; row < 30; row++) cells[`A${row}`] = `=(A${row - 1}+A${row + 1})/2`;
    const { value } = calculated({ S: cells });
    for (const row of [2, 15, 29]) expect(value(`S!A${row}`)).toBeCloseTo((100 * (row - 1)) / 29, 5);
  });

  it("solves coupled groups each in its turn, numbered by first cell", () => {
    const { engine, value } = calculated({ S: { Z1: "=Z2/2+1", Z2: "=Z1", A9: "=B9/2+Z1", B9: "=A9" } });
    expect(value("S!Z1")).toBeCloseTo(2, 4);
    expect(value("S!A9")).toBeCloseTo(4, 4);
    expect(engine.circularReport().map(({ cells }) => cells)).toEqual([
      ["S!Z1", "S!Z2"],
      ["S!A9", "S!B9"],
    ]);
  });

  it("counts a cycle that an IF breaks", () => {
    const { engine, value } = calculated({ S: { A1: "=IF(C1=1,B1,5)", B1: "=A1+1", C1: 0 } });
    expect([value("S!A1"), value("S!B1")]).toEqual([5, 6]);
    expect(engine.result(0, 1, 1)?.circularGroup).toBe(1);
  });

  it("finds a cycle that only INDIRECT closes", () => {
    const { engine, value } = calculated({ S: { A1: '=INDIRECT("B"&1)/2+1', B1: "=A1" } });
    expect(value("S!A1")).toBeCloseTo(2, 5);
    expect(engine.result(0, 1, 2)?.circularGroup).toBe(1);
  });

  it("lets a cell in a cycle draw its random number once", () => {
    const { engine } = calculated({ S: { A1: "=RAND()+B1/2", B1: "=A1/2" } });
    expect(engine.circularReport()[0]).toMatchObject({ converged: true });
    expect(engine.result(0, 1, 2)?.volatile).toBe(true);
  });

  it("does not take a cell that asks for its own address for one", () => {
    const { engine, value } = calculated({ S: { A1: 1, A2: "=ROWS(A$1:A2)", A3: "=SUM(A$1:OFFSET(A3,-1,0))" } });
    expect([value("S!A2"), value("S!A3")]).toEqual([2, 3]);
    expect(engine.circularReport()).toEqual([]);
  });

  it("starts from Excel's saved values, and stores what a full sweep made of them", () => {
    const workbook = book({ S: { A1: "=B1+1", B1: "=A1/2" } });
    for (const cell of workbook.sheets[0]!.cells) cell.raw = cell.column === 1 ? 1.999999 : 0.9999995;
    const engine = createEngine(workbook);
    engine.recalculateNow();
    expect(engine.circularReport()[0]).toMatchObject({ start: "cached", iterations: 1, converged: true });
    expect(engine.result(0, 1, 1)?.value).toBe(1.9999995);
  });
});

describe("cycles that do not converge", () => {
  const failureOf = (cells: Record<string, string | number>, address: string) => {
    const { engine } = calculated({ S: cells });
    const { row, column } = place(address);
    return { ...engine.result(0, row, column), report: engine.circularReport()[0] };
  };

  it("leaves A1 = A1+1 without a value, and what depends on it", () => {
    const cells = { A1: "=A1+1", B1: "=A1" };
    const { value, failure, report } = failureOf(cells, "A1");
    expect(value).toBeUndefined();
    expect(failure).toMatchObject({ reason: "circular_not_converged", outcome: "error" });
    expect(report).toMatchObject({ converged: false, iterations: 100, reason: "max_iterations" });
    expect(failureOf(cells, "B1").failure?.reason).toBe("depends_on:S!A1");
  });

  it("gives 0.5 for A1 = 1-B1, B1 = A1, or nothing", () => {
    const { value, report } = failureOf({ A1: "=1-B1", B1: "=A1" }, "A1");
    expect(report?.converged).toBe(true);
    expect(value).toBeCloseTo(0.5, 5);
  });

  it("never guesses the fixed point of a cycle that runs away", () => {
    expect(failureOf({ A1: "=2*B1+1", B1: "=A1" }, "A1").failure?.reason).toBe("circular_not_converged");
    expect(failureOf({ A1: "=B1^2+2", B1: "=A1" }, "A1").report).toMatchObject({
      converged: false,
      reason: "diverged",
    });
  });

  it("does not mistake a switch that never rests for one that has come to rest", () => {
    expect(failureOf({ A1: "=IF(B1=1,0,1)", B1: "=A1" }, "A1").failure?.reason).toBe("circular_not_converged");
    // Damping carries this one to 0, where only a second plain sweep shows that it goes on.
    expect(failureOf({ A1: "=IF(A1=0,1,0)" }, "A1").failure?.reason).toBe("circular_not_converged");
    // Its steps shrink, but it has no end.
    expect(failureOf({ A1: "=A1+1/MAX(1,A1)" }, "A1").failure?.reason).toBe("circular_not_converged");
  });

  it("keeps the reason of a function that no engine has", () => {
    expect(failureOf({ A1: "=FOO(B1)", B1: "=A1" }, "A1").failure?.reason).toBe("unsupported_function:FOO");
  });
});
