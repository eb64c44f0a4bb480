import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { pieces, readCsv, type Syntax } from "./read-csv.ts";

const delimiters = [",", ";", "\t", "|", "::", "~|~", "||", " "];
const lineEnds = ["\n", "\r\n", "\r"];

type Written = { text: string; syntax: Syntax };

/** Tables of cells full of what has a meaning in CSV, written as one dialect. */
const writtenTables: fc.Arbitrary<Written> = fc
  .record({
    delimiter: fc.constantFrom(...delimiters),
    quote: fc.constantFrom('"', "'"),
    lineEnd: fc.constantFrom(...lineEnds),
    endsWithLineEnd: fc.boolean(),
    quoteAll: fc.boolean(),
  })
  .chain(({ delimiter, quote, lineEnd, endsWithLineEnd, quoteAll }) => {
    const character = fc.constantFrom("a", "7", "é", "😀", "\n", "\r", '"', "'", " ", "\t", "\\", ...delimiter);
    const cell = fc.oneof(
      fc.string({ unit: character, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom("a", "b", "1"), maxLength: 40 }),
    );
    const write = (text: string) => {
      const special = /[\s"'\\]/.test(text) || text.includes(delimiter[0]!);
      return quoteAll || special ? quote + text.replaceAll(quote, quote + quote) + quote : text;
    };
    return fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 }).map((table) => {
      const lines = table.map((cells) =>
        cells.length === 1 && cells[0] === "" ? "x" : cells.map(write).join(delimiter),
      );
      const text = lines.join(lineEnd) + (endsWithLineEnd ? lineEnd : "");
      return { text, syntax: { delimiter, quote, escape: null, skip_rows: 0 } };
    });
  });

it("reads what csv-parse reads, in any dialect and however the bytes are cut", async () => {
  await fc.assert(
    fc.asyncProperty(writtenTables, fc.integer({ min: 1, max: 40 }), async ({ text, syntax }, size) => {
      const expected = parse(text, {
        delimiter: syntax.delimiter,
        quote: syntax.quote,
        escape: syntax.quote!,
        record_delimiter: ["\r\n", "\n", "\r"],
        relax_column_count: true,
        skip_empty_lines: true,
      });
      const { rows, lost } = await readCsv(pieces(text, size), syntax);
      expect(lost).toEqual([]);
      expect(rows).toEqual(expected);
    }),
    { numRuns: 1_500 },
  );
});

it("reads any bytes to their end in the same way, however they are cut", async () => {
  const soup = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "\\", "b"), maxLength: 60 });
  const dialects = fc.constantFrom<Pick<Syntax, "escape" | "quote">>(
    { quote: '"', escape: null },
    { quote: '"', escape: "\\" },
    { quote: '"', escape: "" },
    { quote: null, escape: null },
  );
  await fc.assert(
    fc.asyncProperty(soup, dialects, fc.integer({ min: 1, max: 9 }), async (text, dialect, size) => {
      const syntax = { ...dialect, delimiter: ",", skip_rows: 0 };
      const whole = await readCsv(pieces(text, 1_000), syntax, 1_000);
      expect(await readCsv(pieces(text, size), syntax, 3)).toEqual(whole);
    }),
    { numRuns: 2_000 },
  );
});
