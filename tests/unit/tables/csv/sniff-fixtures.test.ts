import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Dialect, SniffOptions } from "../../../../lib/tables/csv/dialect.ts";
import { decoderFor } from "../../../../lib/tables/csv/encoding.ts";
import { NOTHING_HELD, watchFooter } from "../../../../lib/tables/csv/footer.ts";
import { sniffCsv } from "../../../../lib/tables/csv/sniff.ts";
import { readSample } from "../../../../lib/tables/csv/sniff-rows.ts";

type Expected = {
  note?: string;
  options?: Partial<SniffOptions>;
  dialect: Omit<Dialect, "confidence">;
  /** Names of the columns as a job shows them. */
  header: string[];
  /** Data rows, footer left out. */
  rows: number;
  footer: number;
};

const folder = new URL("../../../fixtures/csv/", import.meta.url);
const expected: Record<string, Expected> = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8"));

describe.each(Object.entries(expected))("%s", (name, { options, dialect, rows, footer }) => {
  const bytes = readFileSync(new URL(name, folder));
  const found = sniffCsv(bytes, { ...options, isWhole: true });

  it("is written as its description says", () => {
    expect(found).toMatchObject(dialect);
    expect(found.confidence).toBeGreaterThanOrEqual(0);
    expect(found.confidence).toBeLessThanOrEqual(1);
  });

  it("has as many rows and footer rows, read in the dialect found", () => {
    const decoder = decoderFor(found.encoding);
    const text = Buffer.concat([decoder.push(bytes), decoder.end()]).toString();
    const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
    const table = readSample({ text: lines.slice(found.skip_rows).join(""), isWhole: true }, found);
    let watch = NOTHING_HELD;
    let afterBlankLine = false;
    let seen = 0;
    const body = table.rows.filter((row) => !row.blank);
    const columns = body[found.header_rows === 0 ? 0 : found.header_rows - 1]!.cells.length;
    for (const { cells, blank } of table.rows) {
      if (!blank && ++seen > found.header_rows) {
        const filled = cells.filter((cell) => cell !== "").length;
        const row = { cells: cells.length, filled, firstFilled: cells[0] !== "", afterBlankLine };
        watch = watchFooter(watch, row, columns);
      }
      afterBlankLine = blank;
    }
    expect({ rows: seen - found.header_rows - watch.footer, footer: watch.footer }).toEqual({ rows, footer });
  });
});
