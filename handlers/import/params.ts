import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

export const ImportJobParams = z.object({ job_id: z.string().refine(isUuid, "must be a UUID") });
