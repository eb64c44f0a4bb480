import { defineRoute, type Route } from "../../lib/http/route.ts";
import { ImportJobParams } from "./params.ts";

/** Served by edge (edge/import-sockets.ts); both addresses take import and validation jobs alike. */
export const routes: readonly Route[] = (["/ws/import/{job_id}", "/ws/validation/{job_id}"] as const).map((path) =>
  defineRoute({
    method: "get",
    path,
    tag: "import",
    summary: "WebSocket: the progress of an import or validation job until its end",
    params: ImportJobParams,
    answers: { 101: { description: "Text frames of JSON: connected, then status and progress, then final" } },
    errors: ["RESOURCE_NOT_FOUND"],
    servedBy: "edge",
  }),
);
