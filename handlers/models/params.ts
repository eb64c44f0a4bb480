import { z } from "zod";
import { isUuid } from "../../lib/ids.ts";

export const ModelParams = z.object({ model_id: z.string().refine(isUuid, "must be a UUID") });

/** A slice of a list, where a page would hide what an offset says. */
export const sliceQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
};

/** The answer: the slice under `name`, and how many there are in all. */
export const sliceOf = (name: string, item: z.ZodType) =>
  z.object({
    model_id: z.uuid(),
    total: z.int(),
    count: z.int(),
    limit: z.int(),
    offset: z.int(),
    [name]: z.array(item),
  });
