import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

/** The job's id in the path; a malformed one is answered as an unknown one. */
export const JobParams = z.object({ id: z.string().refine(isUuid, "must be a UUID") });
