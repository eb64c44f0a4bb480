import { describe, expect, it } from "vitest";
import { type CellReader, rowTexts } from "../../../lib/tables/cells.ts";
import { CsvReader } from "../../../lib/tables/csv/scan.ts";
import { blankRows, FooterReader, type FooterRule, foundFooter, lastRows } from "../../../lib/tables/footer-reader.ts";
import { createArena } from "../../../lib/tables/kernel/arena.ts";

const arena = createArena();

/** The first cells of the rows that are left, read `maxRows` at a time. */
async function read(text: string, rule: FooterRule, maxRows: number) {
  const source = (async function* () {
    yield Buffer.from(text);
  })();
  const reader = new FooterReader(
    new CsvReader(arena, source, { delimiter: ",", quote: '"', escape: null, skip_rows: 0 }) as CellReader,
    rule,
  );
  const rows: string[] = [];
  for (let chunk = await reader.read(maxRows); chunk !== null; chunk = await reader.read(maxRows)) {
    for (let row = 0; row < chunk.rows; row++) rows.push(rowTexts(chunk, row).join("|"));
  }
  return { rows, footer: reader.footerRows };
}

describe.each([1, 2, 3, 100])("read %i rows at a time", (maxRows) => {
  it("leaves out the last rows that are asked for", async () => {
    expect(await read("1\n2\n3\n4\n5\n", lastRows(2), maxRows)).toEqual({ rows: ["1", "2", "3"], footer: 2 });
    expect(await read("1\n2\n", lastRows(5), maxRows)).toEqual({ rows: [], footer: 2 });
  });

  it("leaves out rows with their first cell alone, and only at the end", async () => {
    const text = "1,2,3\nnote,,\n4,5,6\nTotal,,\nSource: us,,\n";
    const expected = { rows: ["1|2|3", "note||", "4|5|6"], footer: 2 };
    expect(await read(text, foundFooter(3, false), maxRows)).toEqual(expected);
  });

  it("leaves out what follows a blank line and never has the table's width again", async () => {
    const text = "1,2,3\n\n4,5,6\n\nfoot,note\nmore\n";
    expect(await read(text, foundFooter(3, false), maxRows)).toEqual({ rows: ["1|2|3", "4|5|6"], footer: 2 });
  });

  it("keeps a short last row with two cells or more", async () => {
    expect(await read("1,2,3\n4,5\n", foundFooter(3, false), maxRows)).toEqual({ rows: ["1|2|3", "4|5"], footer: 0 });
  });

  it("leaves out blank rows without calling them a footer", async () => {
    const { rows } = await read("1,2\n,\n3,4\n,\n,\n", blankRows, maxRows);
    expect(rows).toEqual(["1|2", "|", "3|4"]);
  });
});

it("takes more than 1,000 rows that look like a footer for data", async () => {
  const { rows, footer } = await read(`1,2,3\n${"x,,\n".repeat(1_001)}`, foundFooter(3, false), 100);
  expect({ rows: rows.length, footer }).toEqual({ rows: 1_002, footer: 0 });
});
