import { createReadStream, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openRawTable } from "../../../../lib/tables/convert.ts";
import type { Dialect, SniffOptions } from "../../../../lib/tables/csv/dialect.ts";
import { sniffCsv } from "../../../../lib/tables/csv/sniff.ts";
import { parseTableOptions } from "../../../../lib/tables/options.ts";

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

describe.each(Object.entries(expected))("%s", (filename, { options, dialect, header, rows, footer }) => {
  const file = new URL(filename, folder);

  it("is written as its description says", () => {
    const found = sniffCsv(readFileSync(file), { ...options, isWhole: true });
    expect(found).toMatchObject(dialect);
  });

  it("has the columns, rows and footer of its description", async () => {
    const sizeBytes = readFileSync(file).length;
    const source = { filename, sizeBytes, fileType: "csv", stream: createReadStream(file) } as const;
    const table = await openRawTable(source, parseTableOptions(options));
    let read = 0;
    for await (const batch of table.rows()) read += batch.length;
    expect({ header: table.columns, rows: read, footer: table.dialect.skip_footer }).toEqual({ header, rows, footer });
  });
});
