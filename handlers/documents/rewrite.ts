import { taskHandler, taskRoute } from "./task-route.ts";

export const route = taskRoute("rewrite", "Rewrite a text, or a section of a document");
export const handler = taskHandler("rewrite", route);
