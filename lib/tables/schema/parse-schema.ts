import { type FieldFault, invalid } from "../../errors.ts";
import { CONSTRAINED_TYPES, readLimit, wholePattern } from "./constraints.ts";
import {
  type Constraints,
  FIELD_TYPES,
  type Field,
  type FieldType,
  STRING_FORMATS,
  type TableSchema,
} from "./table-schema.ts";
import { patternFault } from "./time-pattern.ts";
import { isInt64, valueReader } from "./values.ts";

type Faults = (field: string, message: string) => void;
type Json = Record<string, unknown>;

/** Fields of one schema: as many as a sheet of Excel has columns. */
const MAX_FIELDS = 16_384;

/**
 * Checks a Table Schema as its author wrote it.
 *
 * @param input parsed JSON
 * @returns the schema: the same keys, with `type` filled in where it was left out
 * @throws {IntakeError} VALIDATION_ERROR with every fault under its path: `schema.fields[2].type`
 */
export function parseTableSchema(input: unknown): TableSchema {
  const faults: FieldFault[] = [];
  const report: Faults = (field, message) => faults.push({ field, message });
  const schema = checkSchema(input, report);
  if (faults.length > 0) throw invalid(...faults);
  return schema as TableSchema;
}

function checkSchema(input: unknown, report: Faults): unknown {
  if (!isObject(input)) return report("schema", "must be a JSON object");
  if (!Array.isArray(input.fields)) return report("schema.fields", "must be a list of fields");
  if (input.fields.length === 0) report("schema.fields", "must not be empty");
  if (input.fields.length > MAX_FIELDS) return report("schema.fields", `must have at most ${MAX_FIELDS} fields`);
  checkTexts(input.missingValues, "schema.missingValues", report);
  const names = new Set<string>();
  const fields = input.fields.map((field, index) => checkField(field, `schema.fields[${index}]`, names, report));
  checkPrimaryKey(input.primaryKey, names, report);
  return { ...input, fields };
}

function checkField(input: unknown, path: string, names: Set<string>, report: Faults): unknown {
  if (!isObject(input)) return report(path, "must be an object");
  const { name, type = "string" } = input;
  if (typeof name !== "string" || name.trim() === "") report(`${path}.name`, "must be a text that is not blank");
  else if (names.has(name)) report(`${path}.name`, `"${name}" is the name of another field too`);
  else names.add(name);
  if (!isOneOf(FIELD_TYPES, type)) return report(`${path}.type`, `must be one of ${FIELD_TYPES.join(", ")}`);
  const sound = [
    checkFormat(input.format, type, `${path}.format`, report),
    checkTexts(input.trueValues, `${path}.trueValues`, report),
    checkTexts(input.falseValues, `${path}.falseValues`, report),
    checkNumberForm(input, path, report),
  ].every(Boolean);
  const field = { ...input, type } as unknown as Field;
  if (sound) checkConstraints(input.constraints, field, `${path}.constraints`, report);
  return field;
}

function checkFormat(format: unknown, type: FieldType, path: string, report: Faults): boolean {
  if (format === undefined || format === "default") return true;
  const fault = formatFault(format, type);
  if (fault !== null) report(path, fault);
  return fault === null;
}

function formatFault(format: unknown, type: FieldType): string | null {
  if (typeof format !== "string") return "must be a text";
  if (type === "date" || type === "time" || type === "datetime") return patternFault(format, type);
  if (type === "string") return isOneOf(STRING_FORMATS, format) ? null : `must be one of ${STRING_FORMATS.join(", ")}`;
  return `must be "default" for a field of type ${type}`;
}

function checkNumberForm(input: Json, path: string, report: Faults): boolean {
  const { decimalChar = ".", groupChar, bareNumber = true } = input;
  if (decimalChar !== "." && decimalChar !== ",") report(`${path}.decimalChar`, 'must be "." or ","');
  else if (groupChar !== undefined) report(`${path}.groupChar`, "is not supported");
  else if (bareNumber !== true) report(`${path}.bareNumber`, "must be true: other numbers are not supported");
  else return true;
  return false;
}

const CONSTRAINT_FORMS: Record<keyof Constraints, { form: string; fits: (value: unknown) => boolean }> = {
  required: { form: "true or false", fits: (value) => typeof value === "boolean" },
  unique: { form: "true or false", fits: (value) => typeof value === "boolean" },
  minimum: { form: "a number or a text", fits: isNumberOrText },
  maximum: { form: "a number or a text", fits: isNumberOrText },
  minLength: { form: "a whole number, 0 or more", fits: isCount },
  maxLength: { form: "a whole number, 0 or more", fits: isCount },
  pattern: { form: "a regular expression", fits: isPattern },
  enum: {
    form: "a list that is not empty",
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== "object"),
  },
};

function checkConstraints(input: unknown, field: Field, path: string, report: Faults): void {
  if (input === undefined) return;
  if (!isObject(input)) {
    report(path, "must be an object");
    return;
  }
  const read = valueReader(field, ".");
  for (const [key, value] of Object.entries(input)) {
    const place = `${path}.${key}`;
    if (!isConstraint(key)) {
      report(place, `is not a constraint; those are ${Object.keys(CONSTRAINT_FORMS).join(", ")}`);
    } else if (!CONSTRAINT_FORMS[key].fits(value)) report(place, `must be ${CONSTRAINT_FORMS[key].form}`);
    else if (CONSTRAINED_TYPES[key]?.includes(field.type) === false) {
      report(place, `does not apply to a field of type ${field.type}`);
    } else if (key === "minimum" || key === "maximum" || key === "enum") {
      for (const limit of [value].flat() as (string | number | boolean)[]) {
        const own = readLimit(read, limit);
        if (own === null || (field.type === "integer" && !isInt64(own)))
          report(place, `${JSON.stringify(limit)} is not of the type ${field.type}`);
      }
    }
  }
  const { minLength = 0, maxLength = minLength } = input as Constraints;
  if (isCount(minLength) && isCount(maxLength) && minLength > maxLength) {
    report(`${path}.minLength`, `must not be more than maxLength ${maxLength}`);
  }
}

function checkPrimaryKey(key: unknown, names: ReadonlySet<string>, report: Faults): void {
  if (key === undefined) return;
  const columns = Array.isArray(key) ? key : [key];
  if (columns.length === 0) report("schema.primaryKey", "must name at least one field");
  for (const [index, name] of columns.entries()) {
    const path = Array.isArray(key) ? `schema.primaryKey[${index}]` : "schema.primaryKey";
    if (typeof name !== "string") report(path, "must be the name of a field");
    else if (!names.has(name)) report(path, `"${name}" is not the name of a field`);
    else if (columns.indexOf(name) !== index) report(path, `"${name}" is named twice`);
  }
}

function checkTexts(value: unknown, path: string, report: Faults): boolean {
  if (value === undefined || (Array.isArray(value) && value.every((item) => typeof item === "string"))) return true;
  report(path, "must be a list of texts");
  return false;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isConstraint = (key: string): key is keyof Constraints => Object.hasOwn(CONSTRAINT_FORMS, key);

function isOneOf<T extends string>(list: readonly T[], value: unknown): value is T {
  return (list as readonly unknown[]).includes(value);
}

function isNumberOrText(value: unknown): boolean {
  return (typeof value === "number" && Number.isFinite(value)) || typeof value === "string";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPattern(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    wholePattern(value);
    return true;
  } catch {
    return false;
  }
}
