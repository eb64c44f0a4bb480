import { z } from "zod";
import { parseTaskOptions, TASK_OPTIONS, type TaskOptions, type TaskType } from "../documents/options.ts";
import { type FieldFault, IntakeError, invalid } from "../errors.ts";
import { ModelName, Provider } from "./provider.ts";

const Common = {
  provider: Provider.optional(),
  model: ModelName.optional(),
  force: z.boolean().default(false).meta({ description: "Run anew even where an equal task has completed" }),
  task_id: z.string().optional().meta({ description: "Only look at this task of the same file and type" }),
};

/** How long qa and rewrite hold their answer back unless told otherwise, and the most that may be asked for. */
const DEFAULT_WAIT = { extract: 0, summarize: 0, qa: 15, rewrite: 15, mindmap: 0 } as const;
const MAX_WAIT_SECONDS = 25;

export const taskQuery = (type: TaskType) =>
  z.object({
    wait: z.coerce
      .number()
      .min(0)
      .max(MAX_WAIT_SECONDS)
      .default(DEFAULT_WAIT[type])
      .meta({ description: "Seconds to hold the answer for the task's end" }),
  });

/**
 * The body of a task's request. Its options may stand at top level or inside `options`; they are only described here,
 * and read by `taskOptions`, which knows where they stood.
 */
export function taskBody(type: TaskType) {
  const described = Object.entries(TASK_OPTIONS[type].shape).map(([name, schema]) => {
    const { $schema: _dialect, ...json } = z.toJSONSchema(schema as z.ZodType, { io: "input" });
    return [name, z.unknown().meta(json).optional()] as const;
  });
  const options = Object.fromEntries(described);
  return z.looseObject({ ...Common, ...options, options: z.looseObject(options).optional() });
}
export type TaskBody = z.output<ReturnType<typeof taskBody>>;

/**
 * The options of a request with their defaults filled in.
 *
 * @throws {IntakeError} VALIDATION_ERROR, also where options stand in both places
 */
export function taskOptions<Type extends TaskType>(type: Type, body: TaskBody): TaskOptions<Type> {
  const names = Object.keys(TASK_OPTIONS[type].shape);
  const inside = (body.options ?? {}) as Record<string, unknown>;
  const above = names.filter((name) => body[name] !== undefined);
  if (above.length > 0 && Object.keys(inside).length > 0) {
    throw invalid({ field: "options", message: `options stand at top level too (${above.join(", ")}): use one place` });
  }
  try {
    return parseTaskOptions(type, storable(above.length > 0 ? body : inside));
  } catch (error) {
    if (above.length > 0 || Object.keys(inside).length === 0 || !(error instanceof IntakeError)) throw error;
    const fields = error.details.fields as FieldFault[];
    throw invalid(...fields.map(({ field, message }) => ({ field: `options.${field}`, message })));
  }
}

/** PostgreSQL's JSON holds neither NUL nor half a surrogate pair; neither means anything in a text. */
function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, storable(item)]));
}
