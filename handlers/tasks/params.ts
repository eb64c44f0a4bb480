import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

/** The task's id in the path; a malformed one is answered as an unknown one (`notFound` of the route). */
export const TaskParams = z.object({ task_id: z.string().refine(isUuid, "must be a UUID") });
