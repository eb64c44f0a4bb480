import type { Storage } from "./storage.ts";

/** An object, or a range of it (both ends inclusive), in memory: for what is known to be small enough. */
export async function readAll(
  storage: Pick<Storage, "get">,
  key: string,
  where: { bucket?: string; start?: number; end?: number } = {},
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await storage.get(key, where)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
