import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HOSTILE_WORKBOOKS } from "../../support/hostile-workbooks.ts";
import { outcomeOf } from "./outcome.ts";

/** As an `Outcome` has it, valid rows only counted. */
type Expected =
  | { refused: string }
  | { fault: string }
  | { columns?: string[]; rows: number; failed: number; errors: Record<string, number>; valid: number };

const folder = new URL("../../fixtures/hostile/", import.meta.url);
const expected: Record<string, Expected> = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8"));
const files = readdirSync(folder).filter((name) => name !== "expected.json");

it("says of each file what is to come of it", () => {
  expect(Object.keys(expected).sort()).toEqual([...files, ...Object.keys(HOSTILE_WORKBOOKS)].sort());
});

describe.each(Object.entries(expected))("%s", (filename, outcome) => {
  const bytes = () => HOSTILE_WORKBOOKS[filename]?.() ?? readFileSync(new URL(filename, folder));

  it("comes to what its description says", async () => {
    const found = await outcomeOf(filename, bytes());
    const counted = "valid" in found ? { ...found, valid: found.valid.length } : found;
    expect(counted).toMatchObject(outcome);
  });
});
