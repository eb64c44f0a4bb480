import type { TaskOptions, TaskType } from "../../../lib/documents/options.ts";
import type { TaskResult } from "../../../lib/documents/results.ts";
import type { Extraction } from "../../../lib/documents/types.ts";

export type UnderstandingType = Exclude<TaskType, "extract">;

type Local = {
  [Type in UnderstandingType]: (extraction: Extraction, options: TaskOptions<Type>) => Promise<TaskResult<Type>>;
};

/** The local engine; each part is loaded when first needed. */
const LOCAL: Local = {
  summarize: async (extraction, options) =>
    (await import("../../../lib/documents/local/summarize.ts")).summarize(extraction, options),
  qa: async (extraction, options) =>
    (await import("../../../lib/documents/local/answer.ts")).answer(extraction, options),
  rewrite: async (extraction, options) =>
    (await import("../../../lib/documents/local/rewrite.ts")).rewrite(extraction, options),
  mindmap: async (extraction, options) =>
    (await import("../../../lib/documents/local/mindmap.ts")).mindmap(extraction, options),
};

/** @throws {FileFault} NO_TEXT, SECTION_INVALID */
export function runLocal<Type extends UnderstandingType>(
  type: Type,
  extraction: Extraction,
  options: TaskOptions<Type>,
): Promise<TaskResult<Type>> {
  return LOCAL[type](extraction, options);
}
