import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { type FieldFault, IntakeError, invalid } from "../errors.ts";
import type { Storage, StoredParts } from "../storage/storage.ts";
import { cleanFilename, plainFilename } from "./filename.ts";
import { inTurn } from "./in-turn.ts";
import { watchForStandstill } from "./standstill.ts";

/** Fields are short texts: a schema of a thousand columns is the longest. */
const MAX_FIELD_BYTES = 1024 * 1024;
const MAX_FIELDS = 50;
const MAX_FILES = 10;

/** What a capability takes. Each check throws the IntakeError that the client is to see. */
export type UploadRules = {
  maxBytes: number;
  /** Judges the name, which is not cut to any length yet, and says which type it promises. */
  fileType(filename: string): string;
  /** First bytes that `content` needs to see. */
  headBytes: number;
  content(head: Buffer, fileType: string): void | Promise<void>;
  /** What an empty file is called. */
  empty(): IntakeError;
  /** Object key for the cleaned name. */
  key(filename: string, fileType: string): string;
  /** Besides SHA-256, where something compares by it. */
  md5?: boolean;
  /** A large file may stay in its parts: whoever takes it over puts them together before it is read. */
  mayStayInParts?: boolean;
};

/** A file that is stored, and what came with it. Who takes it over answers for the object from then on. */
export type StoredUpload = {
  objectKey: string;
  parts: StoredParts | null;
  filename: string;
  fileType: string;
  sizeBytes: number;
  sha256: string;
  md5: string | null;
  /** Every value of every field, in order of arrival. */
  fields: Record<string, string[]>;
};

/**
 * Reads a multipart/form-data body with one part `file` and any fields, in any order, streaming the file into the
 * object store as it arrives: at most two parts of 8 MiB are in memory, nothing is on local disk.
 *
 * However it ends without a result (a refused file, a client that hangs up, a store that fails), no object stays.
 *
 * @param contentType the request's Content-Type header
 * @throws {IntakeError} what the rules say, VALIDATION_ERROR, FILE_TOO_LARGE as soon as it is passed, UNAVAILABLE
 */
export async function receiveUpload(
  storage: Storage,
  request: { body: Readable; contentType: string | undefined },
  rules: UploadRules,
): Promise<StoredUpload> {
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(request.contentType ?? "")) {
    throw new IntakeError("VALIDATION_ERROR", "The body must be multipart/form-data with a part named file", {
      details: { reason: "not_multipart", fields: [{ field: "body", message: "must be multipart/form-data" }] },
    });
  }
  const giveUp = new AbortController();
  const fields: Record<string, string[]> = {};
  const faults: FieldFault[] = [];
  let storing: Promise<Omit<StoredUpload, "fields">> | undefined;

  const parser = openParser(request.contentType!, rules.maxBytes);
  parser.on("field", (name: string, value: string, _nameCut: boolean, valueCut: boolean) => {
    if (valueCut) faults.push({ field: name, message: `longer than ${MAX_FIELD_BYTES} bytes` });
    const values = fields[name] ?? [];
    fields[name] = values;
    values.push(value);
  });
  // What came after would be dropped in silence.
  parser.on("fieldsLimit", () => giveUp.abort(refuse("too_many_parts", `At most ${MAX_FIELDS} fields are taken`)));
  parser.on("filesLimit", () => giveUp.abort(refuse("too_many_parts", `At most ${MAX_FILES} file parts are read`)));
  parser.on("file", (name: string, stream: BusboyFileStream, filename: string) => {
    giveUp.signal.addEventListener("abort", () => stream.destroy(asError(giveUp.signal.reason)));
    stream.on("error", () => {}); // told to whoever reads it; a part that nobody reads has nobody to tell
    if (name !== "file") return void stream.resume();
    if (storing) return giveUp.abort(refuse("multiple_files", "Only one file part is taken"));
    storing = storeFile(storage, { stream, filename, rules });
    storing.catch((error) => giveUp.abort(error));
  });

  const endWatch = watchForStandstill(request.body, () => giveUp.abort(stoodStill()));
  try {
    // A stream that ends early without an error, as a socket that is closed does, is an error here too.
    await pipeline(request.body, inTurn(), parser, { signal: giveUp.signal });
    if (!storing) throw refuse("missing_file", "There is no part named file");
    const stored = await storing;
    if (faults.length > 0) throw invalid(...faults);
    return { ...stored, fields };
  } catch (error) {
    giveUp.abort(error);
    await takeBack(storage, storing);
    const cause = giveUp.signal.reason;
    if (cause instanceof IntakeError) throw cause;
    throw new IntakeError("VALIDATION_ERROR", "The body ended too early or is not well-formed multipart", {
      details: { reason: "not_multipart", fields: [{ field: "body", message: "is cut off or malformed" }] },
      cause,
    });
  } finally {
    endWatch();
  }
}

/** Waits until the upload has come to its end, one way or the other, and removes what it may have stored. */
async function takeBack(storage: Storage, storing: Promise<Omit<StoredUpload, "fields">> | undefined): Promise<void> {
  const stored = await storing?.catch(() => null);
  if (stored) await discardUpload(storage, stored);
}

/**
 * Removes what an upload stored that came to nothing after all. Should the store be down just now, the sweep finds an
 * object that no job knows (lib/sweep.ts), and the bucket's lifecycle rule takes parts.
 */
export async function discardUpload(
  storage: Storage,
  { objectKey, parts }: Pick<StoredUpload, "objectKey" | "parts">,
): Promise<void> {
  const removing = parts ? storage.abortParts(objectKey, parts.upload_id) : storage.delete(objectKey);
  await removing.catch(() => {});
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

function openParser(contentType: string, maxBytes: number): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      preservePath: true, // cleanFilename cuts paths, with either slash
      limits: { fileSize: maxBytes + 1, fields: MAX_FIELDS, files: MAX_FILES, fieldSize: MAX_FIELD_BYTES },
    });
  } catch (error) {
    throw new IntakeError("VALIDATION_ERROR", "The multipart body has no usable boundary", { cause: error });
  }
}

const refuse = (reason: string, message: string): IntakeError =>
  new IntakeError("VALIDATION_ERROR", message, { details: { reason, fields: [{ field: "file", message }] } });

const stoodStill = (): IntakeError =>
  new IntakeError("VALIDATION_ERROR", "The upload stood still: nothing came for 60 s", {
    details: { reason: "standstill", fields: [{ field: "body", message: "stood still" }] },
  });

type Incoming = { stream: BusboyFileStream; filename: string | undefined; rules: UploadRules };

/** Nothing is sent to the store before the name and the first bytes are known to be good. */
async function storeFile(storage: Storage, { stream, ...incoming }: Incoming): Promise<Omit<StoredUpload, "fields">> {
  const { rules } = incoming;
  const name = plainFilename(incoming.filename ?? "");
  if (name === "") throw refuse("missing_filename", "The file part has no file name");
  const fileType = rules.fileType(name);
  const filename = cleanFilename(name);
  const { head, chunks } = await peek(stream, rules.headBytes);
  if (head.length === 0) throw rules.empty();
  await rules.content(head, fileType);

  const objectKey = rules.key(filename, fileType);
  const sha256 = createHash("sha256");
  const md5 = rules.md5 ? createHash("md5") : null;
  let sizeBytes = 0;
  const parts = rules.mayStayInParts
    ? await storage.putParts(objectKey, measured())
    : await storage.putStream(objectKey, measured());
  return {
    objectKey,
    parts,
    filename,
    fileType,
    sizeBytes,
    sha256: sha256.digest("hex"),
    md5: md5?.digest("hex") ?? null,
  };

  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      if (sizeBytes > rules.maxBytes) throw tooLarge(rules.maxBytes);
      sha256.update(chunk);
      md5?.update(chunk);
      yield chunk;
    }
  }
}

export const tooLarge = (limitBytes: number): IntakeError =>
  new IntakeError("FILE_TOO_LARGE", `The file is larger than ${limitBytes} bytes`, {
    details: { limit_bytes: limitBytes },
  });

/** The first `size` bytes (fewer in a short stream), and the whole stream from its start again. */
async function peek(stream: AsyncIterable<Buffer>, size: number) {
  const iterator = stream[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const { value, done } = await iterator.next();
    if (done) break;
    seen.push(value);
    length += value.length;
  }
  async function* chunks(): AsyncGenerator<Buffer> {
    yield* seen;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: Buffer.concat(seen).subarray(0, size), chunks: chunks() };
}
