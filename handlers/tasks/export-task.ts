import { EXPORT_TYPES, ExportQuery, exportTask } from "../../lib/document-tasks/export-task.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { TaskParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/tasks/{task_id}/export",
  tag: "tasks",
  summary: "A task's result as a file",
  description: "json for every type; text for extract; markdown for the others; mermaid and opml for mindmap.",
  auth: "user",
  notFound: "TASK_NOT_FOUND",
  params: TaskParams,
  query: ExportQuery,
  answers: { 200: { description: "The file, named after the document", contentType: EXPORT_TYPES } },
  errors: ["VALIDATION_ERROR", "TASK_NOT_FOUND", "CONFLICT", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports, { user }) => {
  const { text, headers } = await exportTask(ports, user, params.task_id, query.format);
  return { status: 200, body: text, headers };
});
