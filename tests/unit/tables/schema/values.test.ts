import { describe, expect, it } from "vitest";
import { CellKind } from "../../../../lib/tables/cells.ts";
import { canonicalValue, compareValues, constraintChecks } from "../../../../lib/tables/schema/constraints.ts";
import type { Field } from "../../../../lib/tables/schema/table-schema.ts";
import { valueReader } from "../../../../lib/tables/schema/values.ts";

const read = (field: Omit<Field, "name">, text: string, kind: CellKind = CellKind.text) =>
  valueReader({ name: "a", ...field }, ".")(text, kind);

it.each([
  ["7", "7"],
  ["-7", "-7"],
  ["+7", "7"],
  ["007", "7"],
  ["-0", "0"],
  ["000", "0"],
  ["123456789012345678901234567890", "123456789012345678901234567890"],
  ["7.0", null],
  ["1e3", null],
  ["1,000", null],
  ["--1", null],
  ["٣", null],
  ["0x10", null],
])("reads the integer %s as %s", (text, value) => {
  expect(read({ type: "integer" }, text)).toBe(value);
});

it.each([
  ["1.50", "1.50"],
  ["+.5", "0.5"],
  ["-5.", "-5"],
  ["007.5", "7.5"],
  ["1E+5", "1e+5"],
  ["9007199254740993.10", "9007199254740993.10"],
  [".", null],
  ["1.2.3", null],
  ["e5", null],
  ["NaN", null],
  ["Infinity", null],
  ["1,5", null],
])("reads the number %s as %s", (text, value) => {
  expect(read({ type: "number" }, text)).toBe(value);
});

it("reads a decimal comma, and numbers of a sheet with a point all the same", () => {
  const field = { type: "number", decimalChar: "," } as const;
  expect(read(field, "1,5")).toBe("1.5");
  expect(read(field, "1.5")).toBe(null);
  expect(read(field, "1.5", CellKind.number)).toBe("1.5");
});

it("reads truth values by the words of the schema, case and all", () => {
  const field = { type: "boolean", trueValues: ["ja"], falseValues: ["nein"] } as const;
  expect([
    read({ ...field, trueValues: ["ja"], falseValues: ["nein"] }, "ja"),
    read({ type: "boolean" }, "TRUE"),
  ]).toEqual(["true", "true"]);
  expect([read({ type: "boolean" }, "0"), read({ type: "boolean" }, "yes"), read({ type: "boolean" }, "tRUE")]).toEqual(
    ["false", null, null],
  );
});

describe("dates and times", () => {
  it.each([
    ["date", undefined, "2024-02-29", "2024-02-29"],
    ["date", undefined, "2023-02-29", null],
    ["date", undefined, "1900-02-29", null],
    ["date", undefined, "2000-02-29", "2000-02-29"],
    ["date", undefined, "2024-1-5", null],
    ["date", undefined, "0000-01-01", null],
    ["date", undefined, "2024-04-31", null],
    ["date", undefined, "2024-01-31T00:00:00", null],
    ["date", "%d/%m/%Y", "1/2/2024", "2024-02-01"],
    ["date", "%d/%m/%Y", "32/01/2024", null],
    ["date", "%d.%m.%y", "05.06.68", "2068-06-05"],
    ["date", "%d.%m.%y", "05.06.69", "1969-06-05"],
    ["date", "%d %b %Y", "5 Sep 2024", "2024-09-05"],
    ["date", "%A, %B %d, %Y", "Friday, september 6, 2024", "2024-09-06"],
    ["date", "%Y-%j", "2024-366", "2024-12-31"],
    ["date", "%Y-%j", "2023-366", null],
    ["time", undefined, "23:59:59", "23:59:59"],
    ["time", undefined, "7:05", null],
    ["time", undefined, "07:05", "07:05:00"],
    ["time", undefined, "24:00:00", null],
    ["time", undefined, "23:59:60", null],
    ["time", "%I:%M %p", "12:05 am", "00:05:00"],
    ["time", "%I:%M %p", "12:05 PM", "12:05:00"],
    ["time", "%I:%M %p", "13:05 PM", null],
    ["datetime", undefined, "2024-01-31T13:05:00Z", "2024-01-31T13:05:00Z"],
    ["datetime", undefined, "2024-01-31 13:05", "2024-01-31T13:05:00"],
    ["datetime", undefined, "2024-01-31T13:05:00,5+0130", "2024-01-31T13:05:00.5+01:30"],
    ["datetime", undefined, "2024-01-31T13:05:00+25:00", null],
    ["datetime", undefined, "2024-01-31", null],
    ["datetime", "%d/%m/%Y %H:%M", "31/01/2024 13:05", "2024-01-31T13:05:00"],
    ["datetime", "%Y%m%dT%H%M%S.%f%z", "20240131T130500.123+0100", "2024-01-31T13:05:00.123+01:00"],
  ] as const)("reads the %s of the format %s %s as %s", (type, format, text, value) => {
    expect(read(format === undefined ? { type } : { type, format }, text)).toBe(value === null ? null : `"${value}"`);
  });

  it("takes a date of a sheet for a datetime at midnight, and the other way round", () => {
    expect(read({ type: "datetime" }, "2024-01-31", CellKind.date)).toBe('"2024-01-31T00:00:00"');
    expect(read({ type: "date" }, "2024-01-31T00:00:00", CellKind.datetime)).toBe('"2024-01-31"');
    expect(read({ type: "date" }, "2024-01-31T12:00:00", CellKind.datetime)).toBe(null);
  });
});

it.each([
  ["email", "a.b+c@example.co.uk", true],
  ["email", "a@b", false],
  ["email", "a b@example.com", false],
  ["email", "a@-example.com", false],
  ["uri", "https://example.com/a?b=c#d", true],
  ["uri", "mailto:a@example.com", true],
  ["uri", "example.com", false],
  ["uri", "http://exa mple.com", false],
  ["uuid", "123E4567-e89b-12d3-a456-426614174000", true],
  ["uuid", "123e4567e89b12d3a456426614174000", false],
] as const)("checks the format %s of %s", (format, text, fits) => {
  expect(read({ type: "string", format }, text) !== null).toBe(fits);
});

it("compares numbers by all their digits", () => {
  expect(compareValues("9007199254740993", "9007199254740992")).toBeGreaterThan(0);
  expect(compareValues("0.1000000000000000055", "0.1")).toBeGreaterThan(0);
  expect(compareValues("1.50", "1.5")).toBe(0);
  expect(compareValues("-2", "-10")).toBeGreaterThan(0);
  expect(compareValues("1e3", "1000")).toBe(0);
});

it("compares datetimes with offsets as moments", () => {
  expect(compareValues('"2024-01-31T13:00:00+02:00"', '"2024-01-31T12:00:00Z"')).toBeLessThan(0);
});

it.each([
  ["1.50", "1.5"],
  ["0.0", "0"],
  ["-0", "0"],
  ["100", "100"],
  ["1e2", "100"],
  ["150e-2", "1.5"],
])("gives %s and %s one form", (a, b) => {
  expect(canonicalValue(a)).toBe(canonicalValue(b));
});

it("says what a value breaks", () => {
  const faults = (field: Omit<Field, "name">, text: string) => {
    const whole = { name: "a", ...field };
    const reader = valueReader(whole, ".");
    const value = reader(text, CellKind.text)!;
    return constraintChecks(whole, reader).flatMap((check) => check(text, value) ?? []);
  };
  expect(faults({ type: "integer", constraints: { minimum: 5, maximum: 7 } }, "4")).toEqual([
    "is less than the minimum 5",
  ]);
  expect(faults({ type: "integer", constraints: { minimum: 5, maximum: 7 } }, "8")).toEqual([
    "is more than the maximum 7",
  ]);
  expect(faults({ type: "string", constraints: { minLength: 3, pattern: "[a-z]+" } }, "A1")).toEqual([
    "is shorter than 3 characters",
    "does not match the pattern [a-z]+",
  ]);
  expect(faults({ type: "number", constraints: { enum: [1, "2.50"] } }, "2.5")).toEqual([]);
  expect(faults({ type: "number", constraints: { enum: [1, 2] } }, "3")).toEqual(["is not one of 1, 2"]);
  expect(faults({ type: "number" }, "1e999")).toEqual(["is outside the range of numbers"]);
  expect(faults({ type: "date", constraints: { maximum: "2024-01-31" } }, "2024-02-01")).toEqual([
    "is more than the maximum 2024-01-31",
  ]);
});
