import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FUNCTIONS_PAGE, functionEntries } from "../../../../scripts/functions-table.ts";

describe("the functions", () => {
  const entries = functionEntries();

  it("are at least 500", () => {
    expect(entries.length).toBeGreaterThanOrEqual(500);
  });

  it("stand in a test, each of them", () => {
    expect(entries.filter(({ tests }) => tests.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it("are registered once each", () => {
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  });

  it("stand in docs/functions.md, which scripts/functions-table.ts writes", () => {
    const listed = readFileSync(FUNCTIONS_PAGE, "utf8").matchAll(/^\| ([A-Z_][A-Z0-9_.]*) \|/gm);
    expect(new Set([...listed].map(([, name]) => name))).toEqual(new Set(entries.map(({ name }) => name)));
  });
});
