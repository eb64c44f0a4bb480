import { listTasks, TaskQuery } from "../../lib/document-tasks/find-task.ts";
import { TaskItem } from "../../lib/document-tasks/task.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { listEnvelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/tasks",
  tag: "tasks",
  summary: "One's own tasks, newest first",
  auth: "user",
  query: TaskQuery,
  answers: { 200: { description: "A page of tasks, without options and results", schema: listEnvelope(TaskItem) } },
  errors: ["VALIDATION_ERROR", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ query }, ports, { user }) =>
  okData(await listTasks(ports, user, query)),
);
