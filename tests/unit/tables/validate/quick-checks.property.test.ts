import fc from "fast-check";
import { expect, it } from "vitest";
import { parseTableOptions } from "../../../../lib/tables/options.ts";
import type { Field } from "../../../../lib/tables/schema/table-schema.ts";
import { matchColumns } from "../../../../lib/tables/validate/columns.ts";
import { RowExaminer } from "../../../../lib/tables/validate/examine-row.ts";
import { checkText } from "../check-text.ts";

const digit = fc.constantFrom(..."0123456789");
const near = (unit: string, maxLength = 12) => fc.string({ unit: fc.constantFrom(...unit), maxLength });
const dates = fc
  .tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map((parts) => parts.map((part, place) => String(part).padStart(place === 0 ? 4 : 2, "0")));
const times = fc.tuple(
  fc.integer({ max: 25, min: 0 }),
  fc.integer({ max: 61, min: 0 }),
  fc.integer({ max: 61, min: 0 }),
);
const iso = dates.map((parts) => parts.join("-"));

/** Texts near the border between right and wrong, for each kind of field. */
const columns: [Omit<Field, "name">, fc.Arbitrary<string>][] = [
  [
    { type: "integer" },
    fc.oneof(
      near("0123456789-+ "),
      fc.string({ unit: digit, maxLength: 20 }).map((n) => `-${n}`),
    ),
  ],
  [{ type: "number" }, fc.oneof(near("0123456789.-e ", 36), fc.double().map(String), fc.integer().map(String))],
  [{ type: "number", decimalChar: "," }, near("0123456789,.-")],
  [{ type: "boolean" }, fc.constantFrom("true", "TRUE", "false", "0", "1", "t", "trueish", "false ", "x")],
  [{ type: "date" }, fc.oneof(iso, near("0123456789-"))],
  [{ type: "date", format: "%d/%m/%Y" }, dates.map(([y, m, d]) => `${d}/${m}/${y}`)],
  [{ type: "date", format: "%m/%d/%Y" }, dates.map(([y, m, d]) => `${m}/${d}/${y}`)],
  [
    { type: "datetime" },
    fc
      .tuple(iso, fc.constantFrom("T", " ", "_"), times, fc.constantFrom("", "Z", "z", "+01:00", ".5"))
      .map(
        ([date, between, time, zone]) => date + between + time.map((n) => String(n).padStart(2, "0")).join(":") + zone,
      ),
  ],
  [{ type: "time" }, times.map((time) => time.map((n) => String(n).padStart(2, "0")).join(":"))],
  [{ type: "string", constraints: { maxLength: 5 } }, near("aé😀 \u00a0\u3000NAul/\u0001", 8)],
  [{ type: "string", format: "email" }, near("ab@.", 9)],
  [{ type: "integer", constraints: { minimum: 5, maximum: 70 } }, near("0123456789", 2)],
  [{ type: "any" }, near("aNULéna \\\u3042\u2003", 6)],
];

it("clears the rows that the examination clears, with the same values", async () => {
  const tables = fc.constantFrom(...columns).chain(([field, text]) =>
    fc.record({
      field: fc.constant(field),
      rows: fc.array(fc.tuple(fc.constant("id"), text), { minLength: 1, maxLength: 40 }),
      required: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(tables, async ({ field, rows, required }) => {
      const constraints = { ...field.constraints, required };
      const schema = {
        fields: [
          { name: "id", type: "string" as const },
          { name: "c", ...field, constraints },
        ],
      };
      const options = parseTableOptions({
        delimiter: "\x1f",
        quote: "",
        encoding: "utf-8",
        header: true,
        skip_rows: 0,
        skip_footer: 0,
      });
      const text = [schema.fields.map(({ name }) => name), ...rows].map((cells) => cells.join("\x1f")).join("\n");
      const checked = await checkText(text, { schema, options });

      const names = schema.fields.map(({ name }) => name);
      const examiner = new RowExaminer(matchColumns(names, schema, false, options), false, true, false);
      const expected: Record<number, string> = {};
      const faults: string[] = [];
      for (const [index, cells] of rows.entries()) {
        const { findings, values } = examiner.examine(chunkOf(cells), 0, index + 1, null);
        for (const { row, column_name, error_type, raw_value } of findings) {
          faults.push(`${row} ${column_name ?? "-"} ${error_type}: ${raw_value ?? "-"}`);
        }
        if (findings.length === 0)
          expected[index + 1] = `{${values.map((value, c) => `"${names[c]}":${value}`).join(",")}}`;
      }
      expect(checked.valid).toEqual(expected);
      expect(checked.faults).toEqual(faults);
    }),
    { numRuns: 200 },
  );
});

/** One row of cells, which must not hold line ends. */
function chunkOf(cells: readonly string[]) {
  const bytes = Buffer.from(cells.join(""));
  const ends = cells.map((_, c) => Buffer.byteLength(cells.slice(0, c + 1).join("")));
  return {
    bytes,
    starts: Int32Array.from([0, ...ends.slice(0, -1)]),
    ends: Int32Array.from(ends),
    kinds: null,
    rows: 1,
    rowCells: Int32Array.from([0, cells.length]),
    lost: [],
    gaps: [],
  };
}
