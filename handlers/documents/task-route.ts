import { requestTask } from "../../lib/document-tasks/request-task.ts";
import { Task } from "../../lib/document-tasks/task.ts";
import { type TaskBody, taskBody, taskQuery } from "../../lib/document-tasks/task-request.ts";
import type { TaskType } from "../../lib/documents/options.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, success } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { FileParams } from "./params.ts";

/** The five kinds of understanding are asked for in the same way; each has a route of its own. */
export const taskRoute = <Type extends TaskType>(type: Type, summary: string) =>
  defineRoute({
    method: "post",
    path: `/api/v1/documents/{file_id}/${type}`,
    tag: "documents",
    summary,
    auth: "user",
    limit: "tasks",
    params: FileParams,
    query: taskQuery(type),
    body: taskBody(type),
    answers: {
      200: { description: "The task has ended, now or before", schema: envelope(Task) },
      202: { description: "The task is pending or processing", schema: envelope(Task) },
    },
    errors: [
      "VALIDATION_ERROR",
      "RESOURCE_NOT_FOUND",
      "TASK_NOT_FOUND",
      "API_KEY_INVALID",
      "NO_TEXT",
      "RATE_LIMIT_EXCEEDED",
      "UNAVAILABLE",
    ],
  });

export const taskHandler = <Type extends TaskType>(type: Type, route: ReturnType<typeof taskRoute<Type>>) =>
  endpoint(route, async ({ params, query, body }, ports, { user }) => {
    const request = { type, fileId: params.file_id, body: body as TaskBody, waitSeconds: query.wait };
    const task = await requestTask(ports, user, request);
    const isActive = task.status === "pending" || task.status === "processing";
    return {
      status: isActive ? 202 : 200,
      body: success(task, isActive ? "The task is under way" : `The task is ${task.status}`),
      headers: { Location: `/api/v1/tasks/${task.task_id}` },
    };
  });
