import { expect, it } from "vitest";
import { CellKind } from "../../../../lib/tables/cells.ts";
import { inferSchema } from "../../../../lib/tables/schema/infer-schema.ts";

function infer(texts: string[], decimal: "." | "," = ".") {
  const cells = texts.map((text) => ({ text, kind: CellKind.text }));
  const { name: _, ...shape } = inferSchema(["a"], [cells], decimal).fields[0]!;
  return shape;
}

it.each([
  [["1", "0", "1"], { type: "integer" }],
  [["-5", "0", "9223372036854775807"], { type: "integer" }],
  [["9223372036854775808"], { type: "number" }],
  [["1", "2.5", "-3e-7"], { type: "number" }],
  [["007", "012"], { type: "string" }],
  [["1", "007"], { type: "string" }],
  [["00.5"], { type: "string" }],
  [["+4912345"], { type: "string" }],
  [["1", "x"], { type: "string" }],
  [["2024-01-31", "2023-12-01"], { type: "date" }],
  [["2024-01-31T13:05:00Z", "2024-01-31 13:05:00"], { type: "datetime" }],
  [["2024-01-31", "2024-01-31T13:05:00"], { type: "string" }],
  [["13:05", "13:05:30"], { type: "time" }],
  [["31/01/2024", "1/2/2024"], { type: "date", format: "%d/%m/%Y" }],
  [["01/31/2024", "02/01/2024"], { type: "date", format: "%m/%d/%Y" }],
  [["01/02/2024", "03/04/2024"], { type: "string" }],
  [["31.01.2024"], { type: "date", format: "%d.%m.%Y" }],
  [["2024/01/31"], { type: "date", format: "%Y/%m/%d" }],
  [["31/01/2024", "01/31/2024"], { type: "string" }],
  [[], { type: "string" }],
])("infers from %j the field %j", (texts, shape) => {
  expect(infer(texts)).toEqual(shape);
});

it("infers truth values in any case and writes down their words", () => {
  expect(infer(["Yes", "no", "NO"])).toEqual({
    type: "boolean",
    trueValues: ["yes", "Yes", "YES"],
    falseValues: ["no", "No", "NO"],
  });
  expect(infer(["tRuE", "f"])).toEqual({
    type: "boolean",
    trueValues: ["true", "True", "TRUE", "t", "T", "tRuE"],
    falseValues: ["false", "False", "FALSE", "f", "F"],
  });
  expect(infer(["y", "1"])).toEqual({ type: "string" });
});

it("infers decimals by the separator of the options", () => {
  expect(infer(["1,5", "2"], ",")).toEqual({ type: "number" });
  expect(infer(["1,5", "2"])).toEqual({ type: "string" });
  expect(infer(["1.5"], ",")).toEqual({ type: "string" });
});
