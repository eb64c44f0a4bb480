/**
 * What each task may be told, as zod schemas with the defaults filled in: the API and the command line parse by these.
 *
 * Unknown keys are dropped. The parsed value has its keys in the order written here, so equal options are equal JSON.
 * Lengths count UTF-16 code units.
 */

import { z } from "zod";
import { type FieldFault, invalid } from "../errors.ts";
import { inWords } from "../in-words.ts";

export const TASK_TYPES = ["extract", "summarize", "qa", "rewrite", "mindmap"] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** A rewritten text, or the section that is to be, is at most this long. */
export const REWRITE_LIMIT = 20_000;

const OutputLanguage = z.enum(["auto", "en", "zh"]);

const ExtractOptions = z.object({});

const SummarizeOptions = z
  .object({
    summary_type: z.enum(["brief", "detailed", "custom"]).default("brief"),
    length: z.enum(["short", "medium", "long"]).default("medium"),
    focus_areas: z.array(z.string().trim().min(1).max(100)).max(10).default([]),
    /** Of the summary; `auto` is the document's own. */
    language: OutputLanguage.default("auto"),
  })
  .refine(({ summary_type, focus_areas }) => summary_type !== "custom" || focus_areas.length > 0, {
    path: ["focus_areas"],
    message: "a custom summary needs at least one focus area",
  });

const HistoryItem = z.object({ question: z.string().max(2_000), answer: z.string().max(8_000) });

const QaOptions = z.object({
  question: z
    .string()
    .min(1)
    .max(2_000)
    .refine((question) => /[\p{L}\p{N}]/u.test(question), "must hold at least one letter or digit"),
  /** Hints for the search; never cited. */
  context: z.string().max(4_000).default(""),
  /** Oldest first. */
  history: z.array(HistoryItem).max(20).default([]),
  /** How many sources are wanted at most. */
  top_k: z.int().min(1).max(10).default(3),
});

const RewriteOptions = z
  .object({
    /** The text itself, which need not be the document's … */
    text: z.string().min(1).max(REWRITE_LIMIT).nullable().default(null),
    /** … or the index of one of the document's sections. */
    section: z.int().min(0).nullable().default(null),
    rewrite_type: z.enum(["academic", "casual", "formal", "creative", "concise"]),
    tone: z.string().max(50).nullable().default(null),
    length: z.enum(["shorter", "same", "longer"]).default("same"),
    language: OutputLanguage.default("auto"),
  })
  .refine(({ text, section }) => (text === null) !== (section === null), {
    path: ["text"],
    message: "exactly one of text and section must be given",
  });

const MindmapOptions = z.object({
  /** Levels of the tree, the root included. */
  max_depth: z.int().min(1).max(5).default(3),
  include_keywords: z.boolean().default(true),
  group_by: z.enum(["topic", "structure", "timeline"]).default("topic"),
  max_branches: z.int().min(2).max(10).default(5),
  /** Of the whole tree, the root included. */
  max_nodes: z.int().min(5).max(200).default(60),
});

export type SummarizeOptions = z.output<typeof SummarizeOptions>;
export type QaOptions = z.output<typeof QaOptions>;
export type RewriteOptions = z.output<typeof RewriteOptions>;
export type MindmapOptions = z.output<typeof MindmapOptions>;

export const TASK_OPTIONS = {
  extract: ExtractOptions,
  summarize: SummarizeOptions,
  qa: QaOptions,
  rewrite: RewriteOptions,
  mindmap: MindmapOptions,
};
export type TaskOptions<Type extends TaskType> = z.output<(typeof TASK_OPTIONS)[Type]>;

/**
 * The options of a task with their defaults filled in.
 *
 * @param input as parsed from JSON or gathered from the command line
 * @throws {IntakeError} VALIDATION_ERROR, each fault under its dotted path ("history.2.answer")
 */
export function parseTaskOptions<Type extends TaskType>(type: Type, input: unknown): TaskOptions<Type> {
  const parsed = TASK_OPTIONS[type].safeParse(input, inWords);
  if (parsed.success) return parsed.data as TaskOptions<Type>;
  throw invalid(...parsed.error.issues.map(faultOf));
}

function faultOf({ path, message }: z.core.$ZodIssue): FieldFault {
  return { field: path.join("."), message };
}
