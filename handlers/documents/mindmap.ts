import { taskHandler, taskRoute } from "./task-route.ts";

export const route = taskRoute("mindmap", "Draw a mind map of a document");
export const handler = taskHandler("mindmap", route);
