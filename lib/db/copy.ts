import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from } from "pg-copy-streams";
import type { Transaction } from "./database.ts";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TRAILER = Buffer.from([0xff, 0xff]);

/**
 * Buffers of bodies that have been sent, used again for the next: with a new one of some megabytes for each chunk the
 * garbage collector took a tenth of the time of loading a large table.
 */
const spare: Buffer[] = [];
const MOST_SPARE = 3;

/**
 * Builds the body of a `COPY … (FORMAT binary)`: tuples of length-prefixed fields, so that JSON needs no escaping.
 * Format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY
 */
export class CopyBuffer {
  #bytes: Buffer;
  #length = SIGNATURE.length;

  constructor(sizeHint = 64 * 1024) {
    this.#bytes = spare.pop() ?? Buffer.allocUnsafeSlow(Math.max(sizeHint, 1024));
    SIGNATURE.copy(this.#bytes);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }

  tuple(fields: number): this {
    this.#reserve(2);
    this.#length = this.#bytes.writeInt16BE(fields, this.#length);
    return this;
  }

  null(): this {
    this.#reserve(4);
    this.#length = this.#bytes.writeInt32BE(-1, this.#length);
    return this;
  }

  /** `uuid`: 16 raw bytes. */
  uuid(bytes: Buffer): this {
    return this.raw(bytes);
  }

  int4(value: number): this {
    this.#reserve(8);
    this.#length = this.#bytes.writeInt32BE(4, this.#length);
    this.#length = this.#bytes.writeInt32BE(value, this.#length);
    return this;
  }

  float8(value: number): this {
    this.#reserve(12);
    this.#length = this.#bytes.writeInt32BE(8, this.#length);
    this.#length = this.#bytes.writeDoubleBE(value, this.#length);
    return this;
  }

  bool(value: boolean): this {
    this.#reserve(5);
    this.#length = this.#bytes.writeInt32BE(1, this.#length);
    this.#length = this.#bytes.writeUInt8(value ? 1 : 0, this.#length);
    return this;
  }

  text(value: string): this {
    const size = Buffer.byteLength(value);
    this.#reserve(4 + size);
    this.#length = this.#bytes.writeInt32BE(size, this.#length);
    this.#length += this.#bytes.write(value, this.#length);
    return this;
  }

  textOrNull(value: string | null): this {
    return value === null ? this.null() : this.text(value);
  }

  int4OrNull(value: number | null): this {
    return value === null ? this.null() : this.int4(value);
  }

  float8OrNull(value: number | null): this {
    return value === null ? this.null() : this.float8(value);
  }

  /** `jsonb` from JSON text: one version byte (1), then the text. */
  jsonb(json: Buffer | string, start = 0, end = json.length): this {
    const size = typeof json === "string" ? Buffer.byteLength(json) : end - start;
    this.#reserve(5 + size);
    this.#length = this.#bytes.writeInt32BE(size + 1, this.#length);
    this.#length = this.#bytes.writeUInt8(1, this.#length);
    if (typeof json === "string") this.#length += this.#bytes.write(json, this.#length);
    else this.#length += json.copy(this.#bytes, this.#length, start, end);
    return this;
  }

  raw(bytes: Buffer): this {
    this.#reserve(4 + bytes.length);
    this.#length = this.#bytes.writeInt32BE(bytes.length, this.#length);
    this.#length += bytes.copy(this.#bytes, this.#length);
    return this;
  }

  /** Sends what was built into `target`, such as `job_rows (job_id, row_number, data)`; it serves for nothing else. */
  async sendInto(trx: Transaction, target: string): Promise<void> {
    this.#reserve(TRAILER.length);
    this.#length += TRAILER.copy(this.#bytes, this.#length);
    const client = await connectionOf(trx);
    const body = this.#bytes.subarray(0, this.#length);
    await pipeline([body], client.query(from(`copy ${target} from stdin (format binary)`)));
    if (spare.length < MOST_SPARE) spare.push(this.#bytes);
  }
}

/** The 16 bytes of a UUID in its text form. */
export const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll("-", ""), "hex");

/** knex keeps the transaction's own connection behind this call, which its types leave out. */
async function connectionOf(trx: Transaction): Promise<PoolClient> {
  return (trx as unknown as { client: { acquireConnection(): Promise<PoolClient> } }).client.acquireConnection();
}
