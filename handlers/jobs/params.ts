import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

/** The job's id in the path; a malformed one is answered as an unknown one. UUIDs are written in either case. */
export const JobParams = z.object({ id: z.string().toLowerCase().refine(isUuid, "must be a UUID") });
