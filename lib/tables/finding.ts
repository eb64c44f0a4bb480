/** What may be wrong with a row, in the words of the API (spec: tables, What is checked). Add, never rename. */
export const ERROR_TYPES = [
  "null-value",
  "type-error",
  "constraint-error",
  "unique-error",
  "extra-cell",
  "missing-cell",
  "blank-row",
  "encoding-error",
  "parse-error",
] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];

/** Characters of a cell that a finding keeps. */
export const RAW_VALUE_LIMIT = 200;

/** A fault in a customer's data: collected and reported, never thrown. */
export type Finding = {
  /** Data row, from 1, header not counted. */
  row: number;
  /** Column, from 1; 0 for a fault of the row as a whole. Orders the findings of a row; not stored. */
  column: number;
  column_name: string | null;
  error_type: ErrorType;
  /** One sentence for the person who owns the file. */
  error_message: string;
  /** The cell as read, cut to RAW_VALUE_LIMIT characters; null where there is no cell. */
  raw_value: string | null;
};
