import { expect, it } from "vitest";
import { createEngine } from "../../../../lib/workbooks/engine/engine.ts";
import type { ExternalLink } from "../../../../lib/workbooks/model.ts";
import { REF } from "../../../../lib/workbooks/values.ts";
import { book } from "../../../support/formulas.ts";

const link: ExternalLink = {
  index: 1,
  label: "Other.xlsx",
  target: "file:///Other.xlsx",
  sheets: ["Kept", "Lost", "Uncached"],
  definedNames: [],
  cache: new Map([
    ["Kept", new Map([[16_384, 5]])], // A1
    ["Lost", null],
  ]),
};

function results(): (cell: number) => unknown {
  const workbook = book({
    Sheet1: {
      A1: "=[Other.xlsx]Kept!A1+1",
      A2: "=[Other.xlsx]Kept!B9",
      A3: "=[Other.xlsx]Lost!A1",
      A4: "=[Other.xlsx]Uncached!A1",
    },
  });
  workbook.externalLinks.push(link);
  const engine = createEngine(workbook);
  engine.recalculateNow();
  return (row) => {
    const { value, failure } = engine.result(0, row, 1)!;
    return failure === undefined ? value : failure.reason;
  };
}

it("reads cells of other workbooks from the cache, blank where the cache has none", () => {
  const at = results();
  expect(at(1)).toBe(6);
  expect(at(2)).toBe(0);
});

it("answers #REF! for a sheet that Excel looked for in vain, and fails where nothing is known of it", () => {
  const at = results();
  expect(at(3)).toBe(REF);
  expect(at(4)).toBe("unsupported_construct:external_reference");
});
