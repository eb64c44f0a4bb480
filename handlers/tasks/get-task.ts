import { findTask } from "../../lib/document-tasks/find-task.ts";
import { Task } from "../../lib/document-tasks/task.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { TaskParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/tasks/{task_id}",
  tag: "tasks",
  summary: "One task, with its result once it has one",
  auth: "user",
  limit: "polling",
  notFound: "TASK_NOT_FOUND",
  params: TaskParams,
  answers: { 200: { description: "The task", schema: envelope(Task) } },
  errors: ["TASK_NOT_FOUND", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports, { user }) =>
  okData(await findTask(ports, user, params.task_id)),
);
