import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

export const ModelParams = z.object({ model_id: z.string().refine(isUuid, "must be a UUID") });

const WORDS = ["true", "false", "1", "0", "yes", "no", "on", "off"] as const;

/** A truth value in a query, in any case. */
export const Flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(WORDS, { error: "must be true or false" }))
  .transform((word) => ["true", "1", "yes", "on"].includes(word));

/** A slice of a list, where a page would hide what an offset says. */
export const sliceQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
};
