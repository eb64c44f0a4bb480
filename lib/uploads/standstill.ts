import type { Readable } from "node:stream";

/** A client that brings nothing for so long, though it is waited for, has gone, whatever its connection says. */
const STANDSTILL_MS = 60_000;
const LOOK_MS = 5_000;

/**
 * Watches a body that is being piped. Time in which it is held up by us, because whatever takes it is full, counts for
 * nothing: a client is not to blame for a slow object store.
 *
 * @param gone told once, when nothing came for 60 s
 * @returns what ends the watch
 */
export function watchForStandstill(body: Readable, gone: () => void): () => void {
  let movedAt = Date.now();
  body.on("data", () => {
    movedAt = Date.now();
  });
  const timer = setInterval(() => {
    if (body.isPaused()) movedAt = Date.now();
    if (Date.now() - movedAt < STANDSTILL_MS) return;
    clearInterval(timer);
    gone();
  }, LOOK_MS);
  const end = () => clearInterval(timer);
  body.once("end", end); // all of it has come: what is left to do is ours
  return end;
}
