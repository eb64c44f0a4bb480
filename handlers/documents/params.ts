import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

/** The file's id in the path; a malformed one is answered as an unknown one. */
export const FileParams = z.object({ file_id: z.string().refine(isUuid, "must be a UUID") });
