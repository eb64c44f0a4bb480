import { z } from "zod";
import { type FieldFault, invalid } from "../errors.ts";
import { LONGEST_FOOTER } from "./csv/footer.ts";

/** Trimmed cells that mean "nothing here", unless the caller says otherwise. */
export const NULL_VALUES = ["", "NULL", "null", "NA", "N/A", "NaN", "None"];

/** Findings of one job that are stored; past them rows are still counted. */
export const MAX_ERRORS = 1_000_000;

const LINE_BREAK = /[\r\n]/;

const AUTO = z.literal("auto");

/** A string or number of one of several forms, with one message for all. */
const oneOf = <const T extends readonly z.ZodType[]>(forms: T, error: string) => z.union(forms, { error });

const Mark = z.string().refine((mark) => mark.length === 1 && mark.charCodeAt(0) < 0x80 && !LINE_BREAK.test(mark));

const Delimiter = z
  .string()
  .min(1)
  .max(16)
  .refine((delimiter) => !LINE_BREAK.test(delimiter), "must not hold a line break");

const count = (most: number) => z.int().min(0).max(most);

/** How a table is to be read and checked (spec: tables, Options). `"auto"`: found in the file. */
export const TableOptions = z.strictObject({
  /** One or more characters. */
  delimiter: Delimiter.default("auto"),
  /** `""`: quotes are ordinary characters. */
  quote: oneOf([AUTO, z.literal(""), Mark], 'must be one ASCII character, "" or "auto"').default("auto"),
  /** What makes a quote inside a quoted cell an ordinary character: the quote itself, doubled, or a backslash. */
  escape: oneOf([AUTO, Mark], 'must be one ASCII character or "auto"').default("auto"),
  /** A name of the Encoding Standard or of ICU, in any case. */
  encoding: z.string().min(1).max(64).default("auto"),
  header: oneOf([z.boolean(), AUTO], 'must be true, false or "auto"').default(true),
  /** Name, or place from 1; the first visible one unless given. */
  sheet: oneOf([z.string().min(1), z.int().min(1)], "must be the name of a sheet, or its place from 1").optional(),
  /** Lines of a csv file, rows of a sheet, above the header. */
  skip_rows: oneOf([AUTO, count(1_000_000)], 'must be "auto" or a number from 0').default("auto"),
  /** Rows below the table. */
  skip_footer: oneOf([AUTO, count(LONGEST_FOOTER)], `must be "auto" or a number from 0 to ${LONGEST_FOOTER}`).default(
    "auto",
  ),
  null_values: z.array(z.string().max(200)).max(1_000).default(NULL_VALUES),
  /** Whether blank cells are faults; counts only where no schema is given. */
  blank_cells: z.enum(["error", "allow"]).default("error"),
  load_rows: z.boolean().default(true),
  /** Whether spaces around a cell are left out of its value. */
  trim: z.boolean().default(true),
  decimal: z.enum([".", ","]).default("."),
  max_errors: z.int().min(0).max(100_000_000).default(MAX_ERRORS),
});
export type TableOptions = z.output<typeof TableOptions>;

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
  return [{ field: ["options", ...issue.path].join("."), message: issue.message }];
}
