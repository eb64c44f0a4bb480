/**
 * Files that were damaged at random end as what a file may end as, within a time that tells a slow reader from a hang.
 * A crash or a hang found here is given its own file in fixtures/hostile.
 *
 * `FUZZ_RUNS=100000 npx vitest run --project unit tests/unit/tables/mutated-files.test.ts` goes on for as long as wanted.
 */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE_WORKBOOKS, ODD_SHEETS } from "../../support/hostile-workbooks.ts";
import { mutated } from "../../support/mutated.ts";
import { makeXlsx } from "../../support/ooxml/make-xlsx.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
/** The slowest of undamaged ones takes some 50 ms; a crowded machine may need a hundred times as long. */
const LIMIT_MS = 10_000;
const TEST_LIMIT_MS = 60_000 + RUNS * 1_000;

const csvFolder = new URL("../../fixtures/csv/", import.meta.url);
const csvFiles = readdirSync(csvFolder)
  .filter((name) => name.endsWith(".csv"))
  .map((name) => readFileSync(new URL(name, csvFolder)));
const workbooks = (extension: string, ...names: string[]) =>
  names.map((name) => HOSTILE_WORKBOOKS[name + extension]!());

const STARTS = { csv: "a,b\n", xlsx: "PK\x03\x04", xls: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" };

/** Every row that was counted is either valid or failed, and every failed one has a reason. */
function expectSound(outcome: Outcome): void {
  if (!("rows" in outcome)) return;
  expect(outcome.valid.length + outcome.failed).toBe(outcome.rows);
  const reasons = Object.values(outcome.errors).reduce((sum, count) => sum + count, 0);
  expect(reasons).toBeGreaterThanOrEqual(outcome.failed);
  for (const row of outcome.valid) JSON.parse(row);
}

async function expectEnd(filename: string, bytes: Buffer): Promise<void> {
  const start = performance.now();
  expectSound(await outcomeOf(filename, bytes));
  expect(performance.now() - start).toBeLessThan(LIMIT_MS);
}

const endsWell = (extension: string, bytes: fc.Arbitrary<Buffer>) =>
  fc.assert(
    fc.asyncProperty(bytes, (file) => expectEnd(`file.${extension}`, file)),
    { numRuns: RUNS },
  );

/** Damage to a packed part is seen by its checksum; this is damage that was packed. */
it(
  "reads a workbook whose sheet was damaged before it was packed, or calls it faulty",
  async () => {
    const sheets = mutated(ODD_SHEETS.map((xml) => Buffer.from(xml)));
    await endsWell(
      "xlsx",
      sheets.map((xml) => makeXlsx({ sheets: { S: xml.toString("utf8") }, strings: "<si><t>shared</t></si>" })),
    );
  },
  TEST_LIMIT_MS,
);

describe.each([
  ["csv", csvFiles],
  ["xlsx", workbooks(".xlsx", "prefixed", "without-addresses", "hidden-first", "errors-in-cells", "zip-bomb")],
  ["xls", [...workbooks(".xls", "biff2"), HOSTILE_WORKBOOKS["workbook-under-another-name.xlsx"]!()]],
] as const)("%s", (extension, files) => {
  it("damaged at random, is read, refused or called faulty", () => endsWell(extension, mutated(files)), TEST_LIMIT_MS);

  it(
    "of random bytes, is read, refused or called faulty",
    () =>
      endsWell(
        extension,
        fc
          .uint8Array({ maxLength: 3_000 })
          .map((bytes) => Buffer.concat([Buffer.from(STARTS[extension], "latin1"), bytes])),
      ),
    TEST_LIMIT_MS,
  );
});
