import { z } from "zod";
import { type FieldFault, invalid } from "../errors.ts";
import { LONGEST_FOOTER } from "./csv/footer.ts";

/** Trimmed cells that mean "nothing here", unless the caller says otherwise. */
export const NULL_VALUES = ["", "NULL", "null", "NA", "N/A", "NaN", "None"];

/** Findings of one job that are stored; past them rows are still counted. */
export const MAX_ERRORS = 1_000_000;

const LINE_BREAK = /[\r\n]/;
const AUTO = z.literal("auto");

const Mark = z.string().refine((mark) => mark.length === 1 && mark.charCodeAt(0) < 0x80 && !LINE_BREAK.test(mark));

const Delimiter = z
  .string()
  .min(1)
  .max(16)
  .refine((delimiter) => !LINE_BREAK.test(delimiter));

const count = (most: number) => z.int().min(0).max(most);

/** How a table is to be read and checked (spec: tables, Options). `"auto"`: found in the file. */
export const TableOptions = z.strictObject({
  /** One or more characters. */
  delimiter: Delimiter.default("auto"),
  /** `""`: quotes are ordinary characters. */
  quote: z.union([AUTO, z.literal(""), Mark]).default("auto"),
  /** What makes a quote inside a quoted cell an ordinary character: the quote itself, doubled, or a backslash. */
  escape: z.union([AUTO, Mark]).default("auto"),
  /** A name of the Encoding Standard or of ICU, in any case. */
  encoding: z.string().min(1).max(64).default("auto"),
  header: z.union([z.boolean(), AUTO]).default(true),
  /** Name, or place from 1; the first visible one unless given. */
  sheet: z.union([z.string().min(1), z.int().min(1)]).optional(),
  /** Lines of a csv file, rows of a sheet, above the header. */
  skip_rows: z.union([AUTO, count(1_000_000)]).default("auto"),
  /** Rows below the table. */
  skip_footer: z.union([AUTO, count(LONGEST_FOOTER)]).default("auto"),
  null_values: z.array(z.string().max(200)).max(1_000).default(NULL_VALUES),
  /** Whether blank cells are faults; counts only where no schema is given. */
  blank_cells: z.enum(["error", "allow"]).default("error"),
  load_rows: z.boolean().default(true),
  /** Whether spaces around a cell are left out of its value. */
  trim: z.boolean().default(true),
  decimal: z.enum([".", ","]).default("."),
  max_errors: count(100_000_000).default(MAX_ERRORS),
});
export type TableOptions = z.output<typeof TableOptions>;

/** What each option may be, for the one who wrote another thing. */
const FORMS: Record<keyof TableOptions, string> = {
  delimiter: 'must be 1 to 16 characters without line breaks, or "auto"',
  quote: 'must be one ASCII character, "" for none, or "auto"',
  escape: 'must be one ASCII character or "auto"',
  encoding: 'must be the name of an encoding or "auto"',
  header: 'must be true, false or "auto"',
  sheet: "must be the name of a sheet, or its place from 1",
  skip_rows: 'must be a whole number from 0, or "auto"',
  skip_footer: `must be a whole number from 0 to ${LONGEST_FOOTER}, or "auto"`,
  null_values: "must be a list of at most 1,000 texts of at most 200 characters",
  blank_cells: 'must be "error" or "allow"',
  load_rows: "must be true or false",
  trim: "must be true or false",
  decimal: 'must be "." or ","',
  max_errors: "must be a whole number from 0 to 100,000,000",
};

/**
 * The options of a job with their defaults filled in.
 *
 * @param input as parsed from JSON; null and undefined are no options at all
 * @throws {IntakeError} VALIDATION_ERROR with each fault under `options.<key>`, unknown keys by their names
 */
export function parseTableOptions(input: unknown): TableOptions {
  const parsed = TableOptions.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(...parsed.error.issues.flatMap(faultsOf));
}

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: `options.${key}`, message: "is not an option" }));
  }
  const [key] = issue.path;
  if (key === undefined) return [{ field: "options", message: "must be a JSON object" }];
  return [{ field: `options.${String(key)}`, message: FORMS[key as keyof TableOptions] }];
}
