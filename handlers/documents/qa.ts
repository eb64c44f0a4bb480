import { taskHandler, taskRoute } from "./task-route.ts";

export const route = taskRoute("qa", "Answer a question about a document, with its sources");
export const handler = taskHandler("qa", route);
