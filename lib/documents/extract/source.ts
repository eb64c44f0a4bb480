/** Where a document's bytes come from, and how a reading can be watched and stopped. */
import { readFile } from "node:fs/promises";

/** `bytes` gives the whole file, anew at each call: the buffer is the caller's to keep or to give away. */
export type Source = { bytes: () => Promise<Uint8Array<ArrayBuffer>> };

export type Progress = { done: number; total: number }; // pages of a PDF; parts in a hundred for the others

export type ReadOptions = { signal?: AbortSignal; onProgress?: (progress: Progress) => void };

export function fromPath(path: string): Source {
  return { bytes: async () => new Uint8Array(await readFile(path)) };
}

export function fromBytes(bytes: Uint8Array): Source {
  return { bytes: async () => new Uint8Array(bytes) };
}
