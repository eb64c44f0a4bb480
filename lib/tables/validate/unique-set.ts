/**
 * A set of values of which only 96 bits each are kept, outside the JavaScript heap: 10 million values take about
 * 200 MB whatever their length. Two different values are taken for one with a chance of 1 in 10^15 at 10 million.
 *
 * Open addressing in 64 parts which grow apart, so that growing never needs twice the memory of the whole.
 */
const PARTS = 64;
const WORDS = 3;
const FIRST_CAPACITY = 64;
const MAX_LOAD = 0.75;
const GROWTH = 1.5;

export class UniqueSet {
  readonly #parts: Uint32Array[] = Array.from({ length: PARTS }, () => new Uint32Array(FIRST_CAPACITY * WORDS));
  readonly #sizes = new Uint32Array(PARTS);
  // Seeds of its own for each set: no one can write a file whose values meet.
  readonly #seeds = crypto.getRandomValues(new Uint32Array(WORDS));
  readonly #hash = new Uint32Array(WORDS);

  /** Adds the value bytes[start … end). @returns whether it is new */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    this.#hashOf(bytes, start, end);
    const part = this.#hash[0]! >>> 26;
    let table = this.#parts[part]!;
    if (this.#sizes[part]! * WORDS >= table.length * MAX_LOAD) {
      table = grown(table);
      this.#parts[part] = table;
    }
    const isNew = put(table, this.#hash[0]!, this.#hash[1]!, this.#hash[2]!);
    if (isNew) this.#sizes[part]!++;
    return isNew;
  }

  #hashOf(bytes: Uint8Array, start: number, end: number): void {
    let a = this.#seeds[0]!;
    let b = this.#seeds[1]!;
    let c = this.#seeds[2]!;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      a = Math.imul(a ^ byte ^ (a >>> 15), 0x85ebca6b) + 0x561ccd1b;
      b = Math.imul(b ^ byte ^ (b >>> 13), 0xc2b2ae35) + 0x0bcaa747;
      c = Math.imul(c ^ byte ^ (c >>> 16), 0x38b34ae5) + 0x32ac3b17;
    }
    const length = end - start;
    this.#hash[0] = finish(a ^ length ^ Math.imul(b, 0x9e3779b1));
    this.#hash[1] = finish(b ^ Math.imul(c, 0x9e3779b1));
    // 0 marks a free place.
    this.#hash[2] = finish(c ^ Math.imul(a, 0x9e3779b1)) || 1;
  }
}

/** The last steps of MurmurHash3, which spread each bit over all others. */
function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function put(table: Uint32Array, a: number, b: number, c: number): boolean {
  const capacity = table.length / WORDS;
  let slot = Math.floor((b / 2 ** 32) * capacity) * WORDS;
  while (table[slot + 2] !== 0) {
    if (table[slot] === a && table[slot + 1] === b && table[slot + 2] === c) return false;
    slot += WORDS;
    if (slot === table.length) slot = 0;
  }
  table[slot] = a;
  table[slot + 1] = b;
  table[slot + 2] = c;
  return true;
}

function grown(table: Uint32Array): Uint32Array {
  const larger = new Uint32Array(Math.ceil((table.length / WORDS) * GROWTH) * WORDS);
  for (let slot = 0; slot < table.length; slot += WORDS) {
    if (table[slot + 2] !== 0) put(larger, table[slot]!, table[slot + 1]!, table[slot + 2]!);
  }
  return larger;
}
