import fc from "fast-check";
import { expect, it } from "vitest";
import { sniffCsv } from "../../../../lib/tables/csv/sniff.ts";

type Writing = { delimiter: string; quote: string; escape: string | null; lineEnd: string; quoteAll: boolean };

const word = fc.stringMatching(/^[A-Z][a-z]{2,9}$/);
const columnKinds = {
  integer: fc.integer({ min: -9_999, max: 99_999 }).map(String),
  decimal: fc.integer({ min: 0, max: 999_999 }).map((cents) => (cents / 100).toFixed(2)),
  date: fc
    .date({ min: new Date("1990-01-01"), max: new Date("2030-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  boolean: fc.boolean().map(String),
  word,
  name: fc.tuple(word, word).map((parts) => parts.join("-")),
};

/** Header and rows of 2 to 6 columns, at least one of them not text. */
const table = fc
  .tuple(
    fc.constantFrom("integer" as const, "decimal" as const, "date" as const),
    fc.array(fc.constantFrom(...(Object.keys(columnKinds) as (keyof typeof columnKinds)[])), {
      minLength: 1,
      maxLength: 5,
    }),
    fc.integer({ min: 3, max: 12 }),
  )
  .chain(([first, others, length]) => {
    const kinds = [first, ...others];
    const rows = fc.array(fc.tuple(...kinds.map((kind) => columnKinds[kind])), {
      minLength: length,
      maxLength: length,
    });
    return rows.map((cells) => [kinds.map((kind, at) => `${kind}${at + 1}`), ...cells]);
  });

const anyWriting: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(
    ",",
    ";",
    "\t",
    "|",
    "^",
    "~",
    ":",
    " ",
    "\x01",
    "\x1f",
    "||",
    "::",
    "~|~",
    "|~|",
    ";;",
    "#|#",
  ),
  quote: fc.constantFrom('"', "'"),
  escape: fc.constantFrom(null, "\\"),
  lineEnd: fc.constantFrom("\r\n", "\n", "\r"),
  quoteAll: fc.boolean(),
});

function write(rows: readonly (readonly string[])[], writing: Writing): Buffer {
  const { delimiter, quote, lineEnd, quoteAll } = writing;
  const cell = (text: string) =>
    quoteAll || text.includes(delimiter) || text.includes(quote)
      ? quote + text.replaceAll(quote, (writing.escape ?? quote) + quote) + quote
      : text;
  return Buffer.from(rows.map((row) => row.map(cell).join(delimiter) + lineEnd).join(""));
}

it("sniffs back how a table of plain typed values was written", () => {
  fc.assert(
    fc.property(table, anyWriting, (rows, how) => {
      const found = sniffCsv(write(rows, how), { isWhole: true, header: "auto" });
      expect(found).toMatchObject({ delimiter: how.delimiter, line_terminator: how.lineEnd, skip_rows: 0 });
      expect(found).toMatchObject({ encoding: "utf-8", header: true, header_rows: 1 });
      if (how.quoteAll) expect(found.quote).toBe(how.quote);
    }),
    { numRuns: 300 },
  );
});

it("finds some dialect for whatever bytes, the same each time", () => {
  const scraps = fc.constantFrom(
    '"',
    "'",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r\n",
    "\r",
    "\\",
    " ",
    "a",
    "7",
    "é",
    "\0",
    "#",
    "",
  );
  const text = fc.array(scraps, { maxLength: 120 }).map((parts) => Buffer.from(parts.join("")));
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 200 })), fc.boolean(), (bytes, isWhole) => {
      const found = sniffCsv(bytes, { isWhole, header: "auto" });
      expect(found.delimiter).not.toBe("");
      expect(found.confidence).toBeGreaterThanOrEqual(0);
      expect(found.confidence).toBeLessThanOrEqual(1);
      expect(found.header).toBe(found.header_rows > 0);
      expect(sniffCsv(bytes, { isWhole, header: "auto" })).toEqual(found);
    }),
    { numRuns: 500 },
  );
});
