import { Readable } from "node:stream";
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
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type AwsConfig, awsSettings } from "../aws.ts";
import type { Config } from "../config.ts";
import { IntakeError } from "../errors.ts";

const PART_BYTES = 8 * 1024 * 1024;

export type ObjectInfo = { key: string; sizeBytes: number; etag: string; modified: Date };
export type UploadedPart = { part_number: number; etag: string };

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
      // Uploads carry their own SHA-256 (jobs.sha256); a second checksum of every part would only cost time.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  /**
   * Streams `body` into `key` in parts of 8 MiB, at most two of them in memory.
   *
   * A body that fails ends the upload with its error, and no part stays behind: that is also how to abort one.
   * (`Upload.abort()` would answer before the parts are gone.)
   */
  async putStream(key: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.bucket, Key: key, Body: Readable.from(body, { objectMode: false }) },
      partSize: PART_BYTES,
      queueSize: 2,
    });
    await this.#ask(() => upload.done());
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
          MultipartUpload: { Parts: parts.map(({ part_number, etag }) => ({ PartNumber: part_number, ETag: etag })) },
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
