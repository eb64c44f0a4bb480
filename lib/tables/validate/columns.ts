/**
 * What is checked of each column of one table: its field of the schema and the options, made ready once per job.
 */
import { FileFault } from "../../errors.ts";
import type { CellChunk } from "../cells.ts";
import type { TableOptions } from "../options.ts";
import { type ConstraintCheck, constraintChecks } from "../schema/constraints.ts";
import type { Field, TableSchema } from "../schema/table-schema.ts";
import { type ValueReader, valueReader } from "../schema/values.ts";

export type Column = {
  name: string;
  field: Field;
  /** Whether a blank cell is a fault. */
  isRequired: boolean;
  isUnique: boolean;
  read: ValueReader;
  constraints: readonly ConstraintCheck[];
  /** What a value is, for "… is not <a whole number>". */
  description: string;
};

export type Columns = {
  all: readonly Column[];
  /** Trimmed texts that are no value. A blank cell never is one. */
  nulls: ReadonlySet<string>;
  /** 1 for a byte with which one of them starts, so that most cells need not be compared. */
  nullStarts: Uint8Array;
  /** Places of the primary key's columns, from 0. */
  key: readonly number[];
};

/**
 * Matches a schema with the columns of a file, by name.
 *
 * @param names of the file's columns
 * @param isInferred whether the schema was told from the file itself: blanks are then as the options have them
 * @throws {FileFault} SCHEMA_MISMATCH a column of the schema is not in the file
 */
export function matchColumns(
  names: readonly string[],
  schema: TableSchema,
  isInferred: boolean,
  options: Pick<TableOptions, "blank_cells" | "null_values" | "decimal">,
): Columns {
  const present = new Set(names);
  const missing = schema.fields.filter(({ name }) => !present.has(name)).map(({ name }) => `"${name}"`);
  if (missing.length > 0) {
    const what = missing.length === 1 ? "the column" : "the columns";
    const message = `The file lacks ${what} ${missing.join(", ")} of the schema; it has ${names.map((name) => `"${name}"`).join(", ")}`;
    throw new FileFault("SCHEMA_MISMATCH", shortened(message));
  }
  const key = [schema.primaryKey ?? []].flat();
  const fields = new Map(schema.fields.map((field) => [field.name, field]));
  const all = names.map((name) => {
    const field = fields.get(name) ?? { name, type: "any" as const };
    const read = valueReader(field, options.decimal);
    return {
      name,
      field,
      read,
      isRequired: isInferred
        ? options.blank_cells === "error"
        : field.constraints?.required === true || key.includes(name),
      isUnique: field.constraints?.unique === true || (key.length === 1 && key[0] === name),
      constraints: constraintChecks(field, read),
      description: describe(field),
    };
  });
  const nulls = new Set((schema.missingValues ?? options.null_values).map((word) => word.trim()));
  const nullStarts = new Uint8Array(256);
  for (const word of nulls) if (word !== "") nullStarts[Buffer.from(word)[0]!] = 1;
  return {
    all,
    nulls,
    nullStarts,
    key: key.length > 1 ? key.map((name) => names.indexOf(name)) : [],
  };
}

const LONGEST_MESSAGE = 2_000;
const shortened = (text: string) => (text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)} …` : text);

function describe({ type, format = "default", trueValues, falseValues }: Field): string {
  switch (type) {
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean": {
      const words = [...(trueValues ?? ["true"]), ...(falseValues ?? ["false"])];
      return words.length <= 8 ? `one of ${words.join(", ")}` : `true or false (${words.slice(0, 8).join(", ")} …)`;
    }
    case "year":
      return "a year of four digits";
    case "string":
      return { email: "an email address", uri: "a URI", uuid: "a UUID" }[format] ?? "a text";
    case "date":
      return format === "default" ? "a date such as 2024-01-31" : `a date of the form ${format}`;
    case "time":
      return format === "default" ? "a time such as 13:05:00" : `a time of the form ${format}`;
    case "datetime":
      return format === "default"
        ? "a date and time such as 2024-01-31T13:05:00"
        : `a date and time of the form ${format}`;
    case "any":
      return "a value";
  }
}

/** Whether a cell that a quick check has cleared is blank, or a word for that. */
export function isNullCell({ nulls, nullStarts }: Columns, chunk: CellChunk, cell: number): boolean {
  const start = chunk.starts[cell]!;
  const end = chunk.ends[cell]!;
  if (start === end) return true;
  return nullStarts[chunk.bytes[start]!] === 1 && nulls.has(chunk.bytes.toString("utf8", start, end));
}
