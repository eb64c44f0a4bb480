import { retryTask } from "../../lib/document-tasks/change-task.ts";
import { Task } from "../../lib/document-tasks/task.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, success } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { TaskParams } from "./params.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/v1/tasks/{task_id}/retry",
  tag: "tasks",
  summary: "Run a failed or cancelled task again, under the same id",
  auth: "user",
  limit: "tasks",
  notFound: "TASK_NOT_FOUND",
  params: TaskParams,
  answers: { 202: { description: "The task, pending", schema: envelope(Task) } },
  errors: ["JOB_NOT_RETRYABLE", "TASK_NOT_FOUND", "CONFLICT", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports, { user }) => ({
  status: 202,
  body: success(await retryTask(ports, user, params.task_id), "Task queued again"),
  headers: { Location: `/api/v1/tasks/${params.task_id}` },
}));
