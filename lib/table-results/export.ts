import { PassThrough, Readable } from "node:stream";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { csvLine, neutralized } from "../tables/csv/write.ts";
import { excelText } from "../tables/xlsx/excel-text.ts";

export type ExportWhat = "rows" | "errors";
export type ExportFormat = "csv" | "ndjson" | "xlsx";

/** A number with all its digits: JSON numbers may have more than a double holds. */
class Digits {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}
type Value = string | boolean | Digits | null;
type Line = { columns: string[]; lines: AsyncIterable<Value[]> };

const PAGE_ROWS = 2_000;
const ERROR_COLUMNS = ["row_number", "column_name", "error_type", "error_message", "raw_value"];
/** Rows of a worksheet, its header included; a larger export continues on a further sheet. */
const SHEET_ROWS = 1_048_576;

export const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/**
 * Streams the valid rows or the errors of a job as a file, page by page: memory does not grow with the job.
 * A text that a spreadsheet would take for a formula is prefixed with `'` in csv and written as text in xlsx.
 */
export function exportJob(ports: Ports, job: JobRow, what: ExportWhat, format: ExportFormat): Readable {
  const table = what === "rows" ? rowsOf(ports, job) : errorsOf(ports, job);
  if (format === "xlsx") return workbook(table, what);
  return Readable.from(format === "csv" ? csv(table) : ndjson(table));
}

function rowsOf(ports: Ports, job: JobRow): Line {
  const fields = (job.schema?.fields ?? []) as { name: string }[];
  const columns = job.columns ?? fields.map(({ name }) => name);
  async function* lines() {
    let after = 0;
    for (;;) {
      const page: { row_number: number; data: string }[] = await ports
        .db("job_rows")
        .where({ job_id: job.id })
        .where("row_number", ">", after)
        .orderBy("row_number")
        .limit(PAGE_ROWS)
        .select("row_number", ports.db.raw("data::text as data"));
      for (const { data } of page) {
        const row = parseExact(data);
        yield columns.map((name) => row[name] ?? null);
      }
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)!.row_number;
    }
  }
  return { columns, lines: lines() };
}

function errorsOf(ports: Ports, job: JobRow): Line {
  async function* lines() {
    let after = { row_number: 0, id: 0 };
    for (;;) {
      const page = await ports
        .db("processing_errors")
        .where({ job_id: job.id })
        .whereRaw("(row_number, id) > (?, ?)", [after.row_number, after.id])
        .orderBy(["row_number", "id"])
        .limit(PAGE_ROWS)
        .select("id", ...ERROR_COLUMNS);
      for (const error of page) {
        yield [
          new Digits(String(error.row_number)),
          error.column_name,
          error.error_type,
          error.error_message,
          error.raw_value,
        ] as Value[];
      }
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1);
    }
  }
  return { columns: ERROR_COLUMNS, lines: lines() };
}

/** Numbers by their source text, which V8 hands to the reviver (ECMAScript: JSON.parse source text access). */
function parseExact(json: string): Record<string, Value> {
  const revive = (_key: string, value: unknown, context: { source?: string }) =>
    typeof value === "number" ? new Digits(context.source!) : value;
  return JSON.parse(json, revive as never);
}

const asText = (value: Value): string =>
  value === null
    ? ""
    : value instanceof Digits
      ? value.source
      : typeof value === "string"
        ? neutralized(value)
        : String(value);

async function* csv({ columns, lines }: Line): AsyncGenerator<string> {
  let page = csvLine(columns.map(neutralized));
  for await (const line of lines) {
    page += csvLine(line.map(asText));
    if (page.length < 64 * 1024) continue;
    yield page;
    page = "";
  }
  yield page;
}

async function* ndjson({ columns, lines }: Line): AsyncGenerator<string> {
  const keys = columns.map((name) => JSON.stringify(name));
  let page = "";
  for await (const line of lines) {
    const members = line.map(
      (value, at) => `${keys[at]}:${value instanceof Digits ? value.source : JSON.stringify(value)}`,
    );
    page += `{${members.join(",")}}\n`;
    if (page.length < 64 * 1024) continue;
    yield page;
    page = "";
  }
  if (page) yield page;
}

function workbook(table: Line, what: ExportWhat): Readable {
  const output = new PassThrough();
  writeSheets(table, what, output).catch((error) => output.destroy(error));
  return output;
}

async function writeSheets({ columns, lines }: Line, what: ExportWhat, output: PassThrough): Promise<void> {
  const { default: exceljs } = await import("exceljs"); // 38 MB, for edge to hold only when somebody asks
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: output });
  const begin = (n: number) => {
    const sheet = book.addWorksheet(n === 1 ? what : `${what} ${n}`);
    sheet.addRow(columns.map(excelText)).commit();
    return sheet;
  };
  let sheets = 1;
  let sheet = begin(sheets);
  let rows = 1;
  for await (const line of lines) {
    if (rows === SHEET_ROWS) {
      sheet.commit();
      sheet = begin(++sheets);
      rows = 1;
    }
    sheet.addRow(line.map(excelValue)).commit();
    rows++;
    if (output.writableNeedDrain) await new Promise((resolve) => output.once("drain", resolve));
  }
  sheet.commit();
  await book.commit();
}

/** A number that a double cannot hold exactly stays text rather than losing digits. */
function excelValue(value: Value): string | number | boolean | null {
  if (typeof value === "string") return excelText(value);
  if (!(value instanceof Digits)) return value;
  const number = Number(value.source);
  const significant = value.source.replace(/[-+.]|e.*$/gi, "").replace(/^0+/, "");
  return significant.length <= 15 ? number : value.source;
}
