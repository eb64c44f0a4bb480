import { extname } from "node:path";
import { z } from "zod";
import type { Account } from "../accounts/user.ts";
import type { MindmapResult, QaResult, RewriteResult, SummarizeResult } from "../documents/results.ts";
import type { ExtractResult } from "../documents/types.ts";
import { IntakeError, invalid } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { contentDisposition } from "../uploads/filename.ts";
import { readExtraction } from "./extractions.ts";
import { findTask } from "./find-task.ts";
import type { Task } from "./task.ts";

export const ExportQuery = z.object({
  format: z.enum(["text", "markdown", "mermaid", "opml", "json"]).optional(),
});
export type ExportFormat = NonNullable<z.output<typeof ExportQuery>["format"]>;

/** What each type of task can be written as; the first is what is written unless told otherwise. */
const FORMATS = {
  extract: ["text", "json"],
  summarize: ["markdown", "json"],
  qa: ["markdown", "json"],
  rewrite: ["markdown", "json"],
  mindmap: ["markdown", "mermaid", "opml", "json"],
} as const satisfies Record<Task["task_type"], readonly ExportFormat[]>;

const FILES = {
  text: { extension: "txt", mimeType: "text/plain" },
  markdown: { extension: "md", mimeType: "text/markdown" },
  mermaid: { extension: "mmd", mimeType: "text/vnd.mermaid" },
  opml: { extension: "opml", mimeType: "text/x-opml" },
  json: { extension: "json", mimeType: "application/json" },
} as const satisfies Record<ExportFormat, { extension: string; mimeType: string }>;

export const EXPORT_TYPES: readonly string[] = Object.values(FILES).map(({ mimeType }) => mimeType);

export type Exported = { text: string; headers: Record<string, string> };

/**
 * A task's result as a file named after its document.
 *
 * @throws {IntakeError} TASK_NOT_FOUND; VALIDATION_ERROR for a format that the type does not have; CONFLICT,
 *   `not_completed`
 */
export async function exportTask(
  ports: Ports,
  user: Pick<Account, "id">,
  id: string,
  asked: ExportFormat | undefined,
): Promise<Exported> {
  const task = await findTask(ports, user, id);
  const formats: readonly ExportFormat[] = FORMATS[task.task_type];
  const format = asked ?? formats[0]!;
  if (!formats.includes(format)) throw invalid({ field: "format", message: `must be one of ${formats.join(", ")}` });
  if (!task.result) {
    throw new IntakeError("CONFLICT", `The task has no result: it is ${task.status}`, {
      details: { reason: "not_completed" },
    });
  }
  const { extension, mimeType } = FILES[format];
  const { filename } = task.file;
  const name = filename.slice(0, filename.length - extname(filename).length);
  return {
    text: format === "json" ? JSON.stringify(task.result) : await written(ports, task, format),
    headers: {
      "Content-Type": `${mimeType}; charset=utf-8`,
      "Content-Disposition": contentDisposition(`${name}-${task.task_type}.${extension}`),
      "X-Content-Type-Options": "nosniff",
    },
  };
}

async function written(ports: Ports, task: Task, format: Exclude<ExportFormat, "json">): Promise<string> {
  const result: unknown = task.result;
  switch (task.task_type) {
    case "extract": {
      const { text, text_truncated } = result as ExtractResult;
      if (!text_truncated) return text;
      return (await readExtraction(ports, task.file.file_id))?.text ?? text;
    }
    case "summarize":
      return summaryMarkdown(task.file.filename, result as SummarizeResult);
    case "qa":
      return answerMarkdown(result as QaResult);
    case "rewrite":
      return rewriteMarkdown(task.file.filename, result as RewriteResult);
    case "mindmap":
      return (result as MindmapResult).exports[format as "markdown" | "mermaid" | "opml"];
  }
}

const lines = (...blocks: string[]): string => `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
const list = (items: readonly string[]): string => items.map((item) => `- ${item.replace(/\s+/g, " ")}`).join("\n");
const headed = (heading: string, text: string): string => (text === "" ? "" : `${heading}\n\n${text}`);

function summaryMarkdown(filename: string, { summary, key_points, sections_summary }: SummarizeResult): string {
  return lines(
    `# ${filename}`,
    summary,
    headed("## Key points", list(key_points)),
    ...sections_summary.map(({ section, summary: text }) => `## ${section}\n\n${text}`),
  );
}

function answerMarkdown({ question, answer, confidence, sources }: QaResult): string {
  const quotes = sources.map(({ excerpt, page, section }, index) => {
    const place = [section, page === null ? null : `page ${page}`].filter((part) => part !== null).join(", ");
    return `${index + 1}. > ${excerpt.replace(/\s+/g, " ")}${place === "" ? "" : ` (${place})`}`;
  });
  return lines(
    `# ${question.replace(/\s+/g, " ")}`,
    answer,
    `Confidence: ${confidence}`,
    headed("## Sources", quotes.join("\n")),
  );
}

function rewriteMarkdown(filename: string, { rewritten_text, improvements, alternatives }: RewriteResult): string {
  return lines(
    `# ${filename}`,
    rewritten_text,
    headed("## What was changed", list(improvements)),
    ...alternatives.map(({ text, description }) => `## ${description}\n\n${text}`),
  );
}
