import { describe, expect, it } from "vitest";
import { IntakeError } from "../../../../lib/errors.ts";
import { parseTableSchema } from "../../../../lib/tables/schema/parse-schema.ts";

/** The faults of a schema as `field: message`. */
function faultsOf(schema: unknown): string[] {
  try {
    parseTableSchema(schema);
    return [];
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    expect(error.code).toBe("VALIDATION_ERROR");
    const fields = error.details.fields as { field: string; message: string }[];
    return fields.map(({ field, message }) => `${field}: ${message}`);
  }
}

const withField = (field: Record<string, unknown>) => ({ fields: [{ name: "a", ...field }] });

it("accepts every type, and fills in string where none is given", () => {
  const types = ["string", "integer", "number", "boolean", "date", "time", "datetime", "year", "any"];
  const fields = [...types.map((type) => ({ name: type, type })), { name: "none" }];
  const parsed = parseTableSchema({ fields, primaryKey: ["string", "year"], title: "kept" });
  expect(parsed.fields.map(({ type }) => type)).toEqual([...types, "string"]);
  expect(parsed).toMatchObject({ title: "kept", primaryKey: ["string", "year"] });
});

it("reports every fault under its path", () => {
  const schema = {
    fields: [
      { name: "a", type: "int" },
      { name: "b", type: "date", format: "%Y-%m" },
      { name: "b", constraints: { minimun: 1 } },
      { type: "string" },
    ],
    primaryKey: ["z"],
  };
  expect(faultsOf(schema)).toEqual([
    "schema.fields[0].type: must be one of string, integer, number, boolean, date, time, datetime, year, any",
    "schema.fields[1].format: must name year, month and day",
    'schema.fields[2].name: "b" is the name of another field too',
    "schema.fields[2].constraints.minimun: is not a constraint; those are required, unique, minimum, maximum, minLength, maxLength, pattern, enum",
    "schema.fields[3].name: must be a text that is not blank",
    'schema.primaryKey[0]: "z" is not the name of a field',
  ]);
});

it.each([
  [null, "schema: must be a JSON object"],
  [[], "schema: must be a JSON object"],
  [{}, "schema.fields: must be a list of fields"],
  [{ fields: [] }, "schema.fields: must not be empty"],
  [{ fields: ["a"] }, "schema.fields[0]: must be an object"],
  [{ fields: [{ name: "a" }], missingValues: "NA" }, "schema.missingValues: must be a list of texts"],
  [{ fields: [{ name: "a" }], primaryKey: [] }, "schema.primaryKey: must name at least one field"],
  [{ fields: [{ name: "a" }], primaryKey: ["a", "a"] }, 'schema.primaryKey[1]: "a" is named twice'],
])("refuses %j", (schema, fault) => {
  expect(faultsOf(schema)).toEqual([fault]);
});

describe("formats", () => {
  it.each([
    ["string", "binary", "must be one of default, email, uri, uuid"],
    ["integer", "email", 'must be "default" for a field of type integer'],
    ["date", "any", 'must be "default" or a pattern such as %d/%m/%Y'],
    ["date", "%d/%m/%Y %H", "has the directive %H, which a date does not have"],
    ["date", "%d/%m/%Q", "has the unknown directive %Q"],
    ["date", "%d/%d/%Y", "has the directive %d twice"],
    ["time", "%M:%S", "must name the hour"],
    ["time", "%I:%M", "has %I without %p"],
    ["datetime", "%Y-%m-%d", "must name the hour"],
  ])("refuses for %s the format %s", (type, format, message) => {
    expect(faultsOf(withField({ type, format }))).toEqual([`schema.fields[0].format: ${message}`]);
  });

  it.each([
    ["date", "%d/%m/%Y"],
    ["date", "%d %B %y"],
    ["date", "%Y%j"],
    ["time", "%I:%M %p"],
    ["datetime", "%Y-%m-%dT%H:%M:%S.%f%z"],
  ])("accepts for %s the format %s", (type, format) => {
    expect(faultsOf(withField({ type, format }))).toEqual([]);
  });
});

describe("constraints", () => {
  it.each([
    ["integer", { minimum: "abc" }, 'minimum: "abc" is not of the type integer'],
    ["integer", { maximum: 1.5 }, "maximum: 1.5 is not of the type integer"],
    ["integer", { minLength: 1 }, "minLength: does not apply to a field of type integer"],
    ["string", { minimum: 1 }, "minimum: does not apply to a field of type string"],
    ["string", { minLength: -1 }, "minLength: must be a whole number, 0 or more"],
    ["string", { minLength: 3, maxLength: 2 }, "minLength: must not be more than maxLength 2"],
    ["string", { pattern: "[" }, "pattern: must be a regular expression"],
    ["string", { required: "yes" }, "required: must be true or false"],
    ["string", { enum: [] }, "enum: must be a list that is not empty"],
    ["date", { enum: ["2024-02-30"] }, 'enum: "2024-02-30" is not of the type date'],
  ])("refuses for %s %j", (type, constraints, fault) => {
    expect(faultsOf(withField({ type, constraints }))).toEqual([`schema.fields[0].constraints.${fault}`]);
  });

  it("reads limits as values of the field: numbers, texts in its format, truth values", () => {
    const fields = [
      { name: "a", type: "integer", constraints: { minimum: 1, maximum: "10" } },
      { name: "b", type: "date", format: "%d/%m/%Y", constraints: { minimum: "31/01/2024" } },
      { name: "c", type: "number", decimalChar: ",", constraints: { minimum: 1.5, enum: ["2,5", 3] } },
      { name: "d", type: "boolean", trueValues: ["ja"], falseValues: ["nein"], constraints: { enum: [true] } },
    ];
    expect(faultsOf({ fields })).toEqual([]);
  });
});

it("refuses number forms that are not supported, rather than misread them", () => {
  expect(faultsOf(withField({ type: "number", groupChar: "." }))).toEqual([
    "schema.fields[0].groupChar: is not supported",
  ]);
  expect(faultsOf(withField({ type: "number", bareNumber: false }))).toHaveLength(1);
  expect(faultsOf(withField({ type: "number", decimalChar: "'" }))).toEqual([
    'schema.fields[0].decimalChar: must be "." or ","',
  ]);
});
