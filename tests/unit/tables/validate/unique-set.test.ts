import { expect, it } from "vitest";
import { UniqueSet } from "../../../../lib/tables/validate/unique-set.ts";

it("knows what was added, through all its growing", () => {
  const set = new UniqueSet();
  const bytes = Buffer.alloc(8);
  const add = (value: number) => {
    bytes.writeDoubleLE(value);
    return set.add(bytes, 0, 8);
  };
  let fresh = 0;
  for (let value = 0; value < 300_000; value++) if (add(value)) fresh++;
  expect(fresh).toBe(300_000);
  let again = 0;
  for (let value = 0; value < 300_000; value += 7) if (!add(value)) again++;
  expect(again).toBe(Math.ceil(300_000 / 7));
});

it("tells texts apart that differ in length, order or one byte alone", () => {
  const set = new UniqueSet();
  const texts = ["", "\0", "\0\0", "a", "b", "ab", "ba", "aa", "a\0", "\0a", "aaaa", "aaab", "baaa"];
  expect(texts.map((text) => set.add(Buffer.from(text), 0, text.length))).toEqual(texts.map(() => true));
  expect(texts.map((text) => set.add(Buffer.from(text), 0, text.length))).toEqual(texts.map(() => false));
});

it("looks at the given part of the bytes only", () => {
  const set = new UniqueSet();
  expect(set.add(Buffer.from("xabcx"), 1, 4)).toBe(true);
  expect(set.add(Buffer.from("yyabcy"), 2, 5)).toBe(false);
});
