import { afterEach, describe, expect, it, vi } from "vitest";
import { worstCase } from "../../../../lib/workbooks/engine/functions/regex/cost.ts";
import { calculated } from "../../../support/formulas.ts";

/** A clock that each look moves on by a second. */
function fastClock(): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
  vi.spyOn(process, "cpuUsage").mockImplementation((since) => ({ user: since ? now * 1000 : 0, system: 0 }));
}

describe("the time of one formula", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ["a lambda over many values", "REDUCE(0,SEQUENCE(5000),LAMBDA(a,b,a+b))"],
    ["a function called per element", "SUM(LEN(SEQUENCE(5000)))"],
    ["a product of matrices", "SUM(MMULT(SEQUENCE(100,100),SEQUENCE(100,100)))"],
    ["a lambda that calls itself", "LET(f,LAMBDA(f,n,IF(n<2,1,f(f,n-1)+f(f,n-2))),f(f,18))"],
  ])("ends %s, and the next formula has its own", (_, formula) => {
    fastClock();
    const { engine, value } = calculated({ S: { A1: `=${formula}`, B1: "=1+1", C1: "=A1" } });
    expect(engine.result(0, 1, 1)?.failure).toMatchObject({ reason: "timeout", outcome: "error" });
    expect(engine.result(0, 1, 3)?.failure).toMatchObject({ reason: "depends_on:S!A1", outcome: "error" });
    expect(value("S!B1")).toBe(2);
  });

  it("goes on where only the wall clock has moved, as on a crowded machine", () => {
    fastClock();
    vi.spyOn(process, "cpuUsage").mockReturnValue({ user: 0, system: 0 });
    const { value } = calculated({ S: { A1: "=SUM(SEQUENCE(5000)*1)" } });
    expect(value("S!A1")).toBe(12_502_500);
  });
});

describe("patterns that backtrack without end", () => {
  it.each([
    'REGEXTEST(REPT("a",40)&"!","^(a+)+$")',
    'REGEXREPLACE(REPT("a",60),"(a|aa)+$b","x")',
    'XLOOKUP("^(\\w+\\s?)*$",A2:A3,A2:A3,"none",3)',
  ])("%s is given up", (formula) => {
    const { engine, value } = calculated({ S: { A1: `=${formula}`, A2: `${"word ".repeat(12)}!`, B1: "=1+1" } });
    expect(engine.result(0, 1, 1)?.failure).toMatchObject({ reason: "timeout", outcome: "error" });
    expect(value("S!B1")).toBe(2);
  });

  it("are told from those that cannot", () => {
    expect(worstCase("[a-z]+\\d*", 9)).toBe(1000);
    expect(worstCase("a|b?", 9)).toBe(40);
    expect(worstCase("(abc){3}[+*](?:x\\+)\\{2,}", 9)).toBe(10);
    expect(worstCase("(\\d{3})+", 9)).toBe(100);
    for (const nested of ["(a+)+", "(a|b)*", "(?:x?){30}", "((a)b*){2,}"]) expect(worstCase(nested, 9)).toBe(Infinity);
  });
});
