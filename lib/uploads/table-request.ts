import { z } from "zod";
import { type FieldFault, IntakeError, invalid } from "../errors.ts";
import { inWords } from "../in-words.ts";
import { parseTableOptions } from "../tables/options.ts";
import { parseTableSchema } from "../tables/schema/parse-schema.ts";

/** What comes with a table, by whichever door: already parsed from JSON where it was text. */
export type TableRequest = {
  webhook_url: string | null;
  schema: Record<string, unknown> | null;
  options: Record<string, unknown>;
};

/** Where a job's end is told: http or https, at most 500 characters. */
export const WebhookUrl = z
  .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
  .max(500, "must have at most 500 characters");

/**
 * Checks webhook_url, schema and options together, so that all their faults are reported at once.
 *
 * @throws {IntakeError} VALIDATION_ERROR
 */
export function parseTableRequest(input: { webhook_url?: unknown; schema?: unknown; options?: unknown }): TableRequest {
  const faults: FieldFault[] = [];
  const checked = <T>(field: string, parse: () => T, fallback: T): T => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof IntakeError)) throw error;
      const own = error.details.fields as FieldFault[] | undefined;
      faults.push(...(own ?? [{ field, message: error.message }]));
      return fallback;
    }
  };
  const request: TableRequest = {
    webhook_url: checked<string | null>("webhook_url", () => parseWebhookUrl(input.webhook_url), null),
    schema: checked<TableRequest["schema"]>("schema", () => parseSchema(input.schema), null),
    options: checked<TableRequest["options"]>("options", () => parseTableOptions(jsonOf("options", input.options)), {}),
  };
  if (faults.length > 0) throw invalid(...faults);
  return request;
}

/** The request as columns of the job: `params.schema` stays what was asked for, `schema` becomes what is used. */
export const tableColumns = ({ webhook_url, schema, options }: TableRequest) => ({
  webhook_url,
  schema,
  options,
  params: { schema },
});

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";

function parseWebhookUrl(value: unknown): string | null {
  if (isAbsent(value)) return null;
  const parsed = WebhookUrl.safeParse(value, inWords);
  if (!parsed.success) throw invalid({ field: "webhook_url", message: parsed.error.issues[0]!.message });
  return parsed.data;
}

function parseSchema(value: unknown): TableRequest["schema"] {
  return isAbsent(value) ? null : parseTableSchema(jsonOf("schema", value));
}

/** A form field holds JSON as text, a JSON body holds it as it is. */
function jsonOf(field: string, value: unknown): unknown {
  if (isAbsent(value)) return undefined;
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    throw invalid({ field, message: `not JSON: ${error instanceof Error ? error.message : error}` });
  }
}
