import { taskHandler, taskRoute } from "./task-route.ts";

export const route = taskRoute("summarize", "Summarize a document");
export const handler = taskHandler("summarize", route);
