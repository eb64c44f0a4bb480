import { z } from "zod";
import { created, ok, type Reply } from "./endpoint.ts";
import { pageSchema } from "./page.ts";

/** What every answer of /api/v1 is wrapped in; errors have the shape of error-body.ts instead. */
export type Success<T> = { success: true; data: T; message?: string };

/** `message` is one short English sentence; every answer but those to GET carries one. */
export const success = <T>(data: T, message?: string): Success<T> => ({
  success: true,
  data,
  ...(message ? { message } : {}),
});

export const okData = (data: unknown, message?: string): Reply => ok(success(data, message));
export const createdData = (data: unknown, message: string, location?: string): Reply =>
  created(success(data, message), location);

/** The schema of a wrapped answer, for `answers` of a route. */
export const envelope = <Data extends z.ZodType>(data: Data) =>
  z.object({ success: z.literal(true), data, message: z.string().optional() });

/** The schema of a wrapped page of items; `pageOf` of page.ts makes the page. */
export const listEnvelope = <Item extends z.ZodType>(item: Item) => envelope(pageSchema("items", item));
