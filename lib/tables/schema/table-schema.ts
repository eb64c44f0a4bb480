/**
 * The part of Frictionless Table Schema that Intake checks (https://specs.frictionlessdata.io/table-schema/).
 * Other keys of a descriptor, such as title and description, are kept and mean nothing here.
 */
export const FIELD_TYPES = [
  "string",
  "integer",
  "number",
  "boolean",
  "date",
  "time",
  "datetime",
  "year",
  "any",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const STRING_FORMATS = ["default", "email", "uri", "uuid"] as const;
export type StringFormat = (typeof STRING_FORMATS)[number];

export type Constraints = {
  required?: boolean;
  unique?: boolean;
  minimum?: string | number;
  maximum?: string | number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  enum?: (string | number | boolean)[];
};

export type Field = {
  name: string;
  type: FieldType;
  /** `default`, a string format, or a pattern such as `%d/%m/%Y` for date, time and datetime. */
  format?: string;
  trueValues?: string[];
  falseValues?: string[];
  decimalChar?: "." | ",";
  constraints?: Constraints;
};

export type TableSchema = {
  fields: Field[];
  missingValues?: string[];
  primaryKey?: string | string[];
};

export const TRUE_VALUES = ["true", "True", "TRUE", "1"];
export const FALSE_VALUES = ["false", "False", "FALSE", "0"];

/** Text longer than this is a fault where a schema gives no maxLength. */
export const MAX_TEXT_LENGTH = 2_000;
