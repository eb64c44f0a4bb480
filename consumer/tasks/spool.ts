import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileFault, IntakeError } from "../../lib/errors.ts";
import type { JobRow } from "../../lib/jobs/job.ts";
import type { Ports } from "../../lib/ports.ts";

export type Spooled = AsyncDisposable & { path: string; sha256: string };

/** The job's stored file as a stream; one that is gone is the file's fault, so to say: trying again brings nothing. */
export async function openObject(ports: Ports, job: JobRow, key = job.object_key!): Promise<Readable> {
  try {
    return await ports.storage.get(key, { bucket: job.bucket ?? ports.storage.bucket });
  } catch (error) {
    if (!(error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND")) throw error;
    throw new FileFault("STORAGE_ERROR", "The stored file is gone from the object store: upload it again");
  }
}

/** The job's file on local disk, for formats that need random access; removed when let go of. */
export async function spoolObject(ports: Ports, job: JobRow, signal: AbortSignal, key?: string): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), "intake-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, "file");
    const hash = createHash("sha256");
    const meter = new Transform({
      transform(chunk, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(await openObject(ports, job, key), meter, createWriteStream(path), { signal });
    return { path, sha256: hash.digest("hex"), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw signal.aborted ? signal.reason : error;
  }
}
