import { cancelTask } from "../../lib/document-tasks/change-task.ts";
import { Task } from "../../lib/document-tasks/task.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { TaskParams } from "./params.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/v1/tasks/{task_id}/cancel",
  tag: "tasks",
  summary: "End a task at once",
  auth: "user",
  notFound: "TASK_NOT_FOUND",
  params: TaskParams,
  answers: { 200: { description: "The task, cancelled", schema: envelope(Task) } },
  errors: ["TASK_NOT_FOUND", "TASK_ALREADY_COMPLETED", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports, { user }) =>
  okData(await cancelTask(ports, user, params.task_id), "Task cancelled"),
);
