import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type AwsConfig, awsSettings } from "../aws.ts";
import type { Config } from "../config.ts";
import { IntakeError } from "../errors.ts";
import { Turns } from "../turns.ts";
import { dropPart, inParts, type Part, returnPart } from "./part-buffers.ts";

/** Parts on their way to the store at the same time, of all uploads of a process together. */
const PARTS_AT_ONCE = 4;

export type ObjectInfo = { key: string; sizeBytes: number; etag: string; modified: Date };
/** `crc32` as S3 writes it, where it was given with the part. */
export type UploadedPart = { part_number: number; etag: string; crc32?: string };
/** A large object that is stored in full, but still in parts: it can be read once they are put together. */
export type StoredParts = { upload_id: string; parts: UploadedPart[] };

type PartContent = { Bucket: string; Body: Buffer; ContentLength: number; ChecksumCRC32: string };

const turns = new Turns(PARTS_AT_ONCE);

/**
 * Of bytes, the signature covers the headers, the CRC-32 among them: a SHA-256 of each part would hold the event loop
 * for 7 ms, and says no more where TLS keeps the content whole.
 */
function leaveBytesUnsigned({ request }: { request?: unknown }): void {
  const { body, headers } = request as { body?: unknown; headers: Record<string, string> };
  if (body instanceof Uint8Array) headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
}

/** The store compares it with what came in. */
function crc32Of(bytes: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString("base64");
}

/**
 * The object store: S3, or whatever speaks its protocol.
 *
 * Every failure of the store itself is UNAVAILABLE; an object that is not there is `null` or RESOURCE_NOT_FOUND.
 */
export class Storage {
  readonly bucket: string;
  readonly #client: S3Client;

  constructor(config: AwsConfig & Pick<Config, "INTAKE_BUCKET">) {
    this.bucket = config.INTAKE_BUCKET;
    this.#client = new S3Client({
      ...awsSettings(config),
      forcePathStyle: true,
      // What is uploaded carries a checksum where it matters (`putParts`); others would only cost time.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
    this.#client.middlewareStack.add(
      (next) => (call) => {
        leaveBytesUnsigned(call);
        return next(call);
      },
      { step: "build" },
    );
  }

  /** Streams `body` into `key`, as `putParts` does, and puts its parts together. */
  async putStream(key: string, body: AsyncIterable<Uint8Array>): Promise<null> {
    const stored = await this.putParts(key, body);
    if (!stored) return null;
    try {
      await this.completeParts(key, stored.upload_id, stored.parts);
      return null;
    } catch (error) {
      await this.abortParts(key, stored.upload_id).catch(() => {}); // the bucket's lifecycle rule takes them otherwise
      throw error;
    }
  }

  /**
   * Streams `body` into `key`: one part is on its way while the next is filled, and no more of it is in memory. A large
   * object is left in its parts, for `completeParts`: that takes the store seconds for hundreds of megabytes, and not
   * everybody has to wait for it.
   *
   * A body that fails ends the upload with its error, and no part stays behind: that is also how to abort one.
   *
   * @returns null where the body fits one part: then the object is there
   */
  async putParts(key: string, body: AsyncIterable<Uint8Array>): Promise<StoredParts | null> {
    const parts: UploadedPart[] = [];
    let uploadId: string | undefined;
    let sending: Promise<unknown> = Promise.resolve();
    let unsent: Part | undefined;
    try {
      for await (const part of inParts(body)) {
        unsent = part;
        await sending;
        if (part.isLast && !uploadId) {
          unsent = undefined;
          await this.#sendPart(part, (content) => this.#client.send(new PutObjectCommand({ ...content, Key: key })));
          return null;
        }
        uploadId ??= await this.#beginParts(key);
        const target = { Key: key, UploadId: uploadId, PartNumber: parts.length + 1 };
        const stored: UploadedPart = { part_number: target.PartNumber, etag: "" };
        parts.push(stored);
        unsent = undefined;
        sending = this.#sendPart(part, async (content) => {
          const answer = await this.#client.send(new UploadPartCommand({ ...content, ...target }));
          stored.etag = answer.ETag!;
          stored.crc32 = content.ChecksumCRC32;
        });
        sending.catch(() => {}); // awaited before the next part, or at the end
      }
      await sending;
      return { upload_id: uploadId!, parts };
    } catch (error) {
      if (unsent) returnPart(unsent.buffer);
      await sending.catch(() => {});
      // Should the store be down just now, the bucket's lifecycle rule takes the parts.
      if (uploadId) await this.abortParts(key, uploadId).catch(() => {});
      throw error;
    }
  }

  async #beginParts(key: string): Promise<string> {
    const answer = await this.#ask(() =>
      this.#client.send(
        new CreateMultipartUploadCommand({ Bucket: this.bucket, Key: key, ChecksumAlgorithm: "CRC32" }),
      ),
    );
    return answer.UploadId!;
  }

  async #sendPart({ buffer, length }: Part, send: (content: PartContent) => Promise<unknown>): Promise<void> {
    const bytes = buffer.subarray(0, length);
    const content = () => ({ Bucket: this.bucket, Body: bytes, ContentLength: length, ChecksumCRC32: crc32Of(bytes) });
    try {
      await turns.run(() => this.#ask(() => send(content())));
    } catch (error) {
      dropPart(buffer); // the socket may still hold it
      throw error;
    }
    returnPart(buffer);
  }

  async put(key: string, body: Buffer | string, contentType = "application/octet-stream"): Promise<void> {
    await this.#ask(() =>
      this.#client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: contentType })),
    );
  }

  /** The object's bytes from `start` to `end` (inclusive) or to its end. Read it to the end or destroy it. */
  async get(key: string, options: { bucket?: string; start?: number; end?: number; signal?: AbortSignal } = {}) {
    const range = options.start === undefined ? undefined : `bytes=${options.start}-${options.end ?? ""}`;
    const answer = await this.#ask(() =>
      this.#client.send(
        new GetObjectCommand({ Bucket: options.bucket ?? this.bucket, Key: key, ...(range ? { Range: range } : {}) }),
        options.signal ? { abortSignal: options.signal } : {},
      ),
    );
    return answer.Body as Readable;
  }

  /** Size and entity tag, or null where there is no such object. */
  async head(key: string, bucket = this.bucket): Promise<ObjectInfo | null> {
    try {
      const answer = await this.#ask(() => this.#client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
      return {
        key,
        sizeBytes: answer.ContentLength ?? 0,
        etag: (answer.ETag ?? "").replaceAll('"', ""),
        modified: answer.LastModified ?? new Date(0),
      };
    } catch (error) {
      if (error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND") return null;
      throw error;
    }
  }

  /** Copies within the bucket, without the bytes coming by here. */
  async copy(from: string, to: string): Promise<void> {
    const source = `${this.bucket}/${from.split("/").map(encodeURIComponent).join("/")}`;
    await this.#ask(() =>
      this.#client.send(new CopyObjectCommand({ Bucket: this.bucket, Key: to, CopySource: source })),
    );
  }

  /** Removing what is not there is no error. */
  async delete(key: string, bucket = this.bucket): Promise<void> {
    await this.#ask(() => this.#client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })));
  }

  /** Every object under a prefix, page by page. */
  async *list(prefix: string, bucket = this.bucket): AsyncGenerator<ObjectInfo> {
    let token: string | undefined;
    do {
      const page = await this.#ask(() =>
        this.#client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })),
      );
      for (const item of page.Contents ?? []) {
        yield {
          key: item.Key!,
          sizeBytes: item.Size ?? 0,
          etag: (item.ETag ?? "").replaceAll('"', ""),
          modified: item.LastModified ?? new Date(0),
        };
      }
      token = page.NextContinuationToken;
    } while (token);
  }

  /** Begins an upload whose parts the client itself sends to signed addresses, valid `expiresSeconds`. */
  async presignParts(key: string, parts: number, expiresSeconds: number) {
    const { UploadId: uploadId } = await this.#ask(() =>
      this.#client.send(new CreateMultipartUploadCommand({ Bucket: this.bucket, Key: key })),
    );
    const urls = await Promise.all(
      Array.from({ length: parts }, (_, index) =>
        getSignedUrl(
          this.#client,
          new UploadPartCommand({ Bucket: this.bucket, Key: key, UploadId: uploadId, PartNumber: index + 1 }),
          { expiresIn: expiresSeconds },
        ),
      ),
    );
    return { uploadId: uploadId!, urls };
  }

  /** Puts the parts together. An unknown upload is RESOURCE_NOT_FOUND, parts that do not fit VALIDATION_ERROR. */
  async completeParts(key: string, uploadId: string, parts: UploadedPart[]): Promise<void> {
    await this.#ask(() =>
      this.#client.send(
        new CompleteMultipartUploadCommand({
          Bucket: this.bucket,
          Key: key,
          UploadId: uploadId,
          MultipartUpload: {
            Parts: parts.map(({ part_number, etag, crc32 }) => ({
              PartNumber: part_number,
              ETag: etag,
              ...(crc32 ? { ChecksumCRC32: crc32 } : {}),
            })),
          },
        }),
      ),
    );
  }

  async abortParts(key: string, uploadId: string): Promise<void> {
    try {
      await this.#ask(() =>
        this.#client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key: key, UploadId: uploadId })),
      );
    } catch (error) {
      if (!(error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND")) throw error;
    }
  }

  /** Throws UNAVAILABLE unless the bucket answers. */
  async ping(signal?: AbortSignal): Promise<void> {
    await this.#ask(() =>
      this.#client.send(new HeadBucketCommand({ Bucket: this.bucket }), signal ? { abortSignal: signal } : {}),
    );
  }

  close(): void {
    this.#client.destroy();
  }

  async #ask<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const name = error instanceof Error ? error.name : "";
      if (name === "NoSuchKey" || name === "NotFound" || name === "NoSuchUpload") {
        throw new IntakeError("RESOURCE_NOT_FOUND", "The stored object is gone", { cause: error });
      }
      if (name === "InvalidPart" || name === "InvalidPartOrder" || name === "EntityTooSmall") {
        throw new IntakeError("VALIDATION_ERROR", `The parts do not make the file: ${name}`, { cause: error });
      }
      if (name === "AbortError" || error instanceof IntakeError) throw error;
      throw new IntakeError("UNAVAILABLE", "The object store cannot be reached", { cause: error });
    }
  }
}
