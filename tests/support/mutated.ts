import fc from "fast-check";

/** What happens to files on their way: bytes changed, left out, doubled, cut off, put elsewhere. */
type Mutation = { kind: "set" | "drop" | "repeat" | "cut" | "insert"; at: number; length: number; bytes: Uint8Array };

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom("set", "drop", "repeat", "cut", "insert"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 64 }),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 16 }),
    fc.constantFrom('"', "\0", "\r", ",", "<", "&", "\xff\xff\xff\xff").map((text) => Buffer.from(text, "latin1")),
  ),
});

/** A file as it was, with some mutations, most of them small; a cut is rare, for it hides the others. */
export function mutated(files: readonly Buffer[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...files), fc.array(mutation, { minLength: 1, maxLength: 8 }))
    .map(([file, mutations]) => mutations.reduce(mutate, file));
}

function mutate(file: Buffer, { kind, at, length, bytes }: Mutation): Buffer {
  const start = Math.floor(at * file.length);
  const end = Math.min(file.length, start + length);
  const before = file.subarray(0, start);
  switch (kind) {
    case "set":
      return Buffer.concat([before, bytes, file.subarray(start + bytes.length)]);
    case "insert":
      return Buffer.concat([before, bytes, file.subarray(start)]);
    case "drop":
      return Buffer.concat([before, file.subarray(end)]);
    case "repeat":
      return Buffer.concat([file.subarray(0, end), file.subarray(start)]);
    case "cut":
      return length === 1 ? before : file;
  }
}
