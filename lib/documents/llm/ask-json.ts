import { z } from "zod";
import { type Chat, LlmFault, type Purpose } from "./chat.ts";
import { type Blocks, messages } from "./data-block.ts";

export type JsonQuestion<Schema extends z.ZodType> = {
  purpose: Purpose;
  instructions: string;
  blocks: Blocks;
  name: string;
  schema: Schema;
};

/**
 * Asks for JSON and checks it against the schema that was asked for; an answer that does not fit is sent back once.
 *
 * @throws {LlmFault} LLM_BAD_RESPONSE where the second answer does not fit either
 */
export async function askJson<Schema extends z.ZodType>(
  chat: Chat,
  { purpose, instructions, blocks, name, schema }: JsonQuestion<Schema>,
): Promise<z.output<Schema>> {
  const json = { name, schema: jsonSchemaOf(schema) };
  const wanted = `${instructions}\n\nAnswer with one JSON value of this JSON Schema and nothing else:\n${JSON.stringify(json.schema)}`;
  const first = await chat.ask({ purpose, json, ...messages(wanted, blocks) });
  const read = parse(schema, first);
  if (read.ok) return read.value;
  const repair = `${wanted}\n\nThe block ANSWER holds an earlier answer to this that does not fit the schema: ${read.fault}. Give it in the right form.`;
  const second = await chat.ask({ purpose: "repair", json, ...messages(repair, { ANSWER: first.slice(0, 12_000) }) });
  const again = parse(schema, second);
  if (again.ok) return again.value;
  throw new LlmFault("LLM_BAD_RESPONSE", `The language model's answer is not in the form asked for: ${again.fault}`);
}

function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema);
  return json;
}

type Parsed<T> = { ok: true; value: T } | { ok: false; fault: string };

/** Some models put their JSON into a fence of Markdown. */
function parse<Schema extends z.ZodType>(schema: Schema, text: string): Parsed<z.output<Schema>> {
  let value: unknown;
  try {
    value = JSON.parse(text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, "$1"));
  } catch {
    return { ok: false, fault: "it is not JSON" };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, fault: `${issue?.path.join(".") || "the whole"}: ${issue?.message}` };
}
