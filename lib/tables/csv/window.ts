/**
 * The part of a stream that a scanner sees: bytes that are in the arena from `at` on, more of them on demand.
 */
import { type Arena, WINDOW_BYTES } from "../kernel/arena.ts";

/** Bytes that a scan has before it, unless a row needs more: small enough to stay in the second-level cache. */
const USUAL_BYTES = 384 * 1024;

export class Window {
  /** Next byte to scan, and end of the bytes that are there, as addresses in the arena. */
  at: number;
  end: number;
  /** Whether nothing follows `end`. */
  isLast = false;

  readonly #arena: Arena;
  readonly #source: AsyncIterator<Uint8Array>;
  #waiting: Uint8Array = new Uint8Array(0);

  constructor(arena: Arena, source: AsyncIterable<Uint8Array>) {
    this.#arena = arena;
    this.#source = source[Symbol.asyncIterator]();
    this.at = arena.windowStart;
    this.end = arena.windowStart;
  }

  /** Whether a scan should rather wait for `more`. */
  get isLow(): boolean {
    return !this.isLast && this.end - this.at < USUAL_BYTES / 4;
  }

  /** Whether what lies before the scanner fills all that can be held. */
  get isFull(): boolean {
    return this.end - this.at >= WINDOW_BYTES;
  }

  /**
   * Reads on, to twice what lies before the scanner at least, so that a long row costs no more than its length.
   * @returns how far the bytes moved towards the start: addresses that a scanner remembers must move too
   */
  async more(): Promise<number> {
    const { bytes, windowStart } = this.#arena;
    bytes.copyWithin(windowStart, this.at, this.end);
    const moved = this.at - windowStart;
    this.at -= moved;
    this.end -= moved;
    const wanted = Math.min(Math.max(USUAL_BYTES, (this.end - this.at) * 2), WINDOW_BYTES);
    while (!this.isLast && this.end - this.at < wanted) await this.#take(windowStart + wanted);
    return moved;
  }

  async #take(upTo: number): Promise<void> {
    if (this.#waiting.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) {
        this.isLast = true;
        return;
      }
      this.#waiting = value;
    }
    const taken = this.#waiting.subarray(0, upTo - this.end);
    this.#arena.bytes.set(taken, this.end);
    this.end += taken.length;
    this.#waiting = this.#waiting.subarray(taken.length);
  }

  async close(): Promise<void> {
    this.isLast = true;
    await this.#source.return?.();
  }
}
