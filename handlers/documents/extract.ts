import { taskHandler, taskRoute } from "./task-route.ts";

export const route = taskRoute("extract", "Extract a document's text, sections and properties");
export const handler = taskHandler("extract", route);
