import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

export const UploadParams = z.object({ upload_id: z.string().refine(isUuid, "must be a UUID") });
