import { expect, it } from "vitest";
import { batched } from "../../lib/batched.ts";

/** A store that keeps each question open until told what it knows. */
function slowStore() {
  const questions: { keys: string[]; answer(known: Record<string, number>): void; fail(error: Error): void }[] = [];
  const find = batched<number>(
    (keys) =>
      new Promise((resolve, reject) => {
        questions.push({ keys, answer: (known) => resolve(new Map(Object.entries(known))), fail: reject });
      }),
  );
  return { find, questions };
}

it("asks at once for all that is wanted while a question is under way, each key once", async () => {
  const { find, questions } = slowStore();
  const first = find("a");
  const later = [find("b"), find("a"), find("b"), find("unknown")];
  expect(questions.map(({ keys }) => keys)).toEqual([["a"]]);
  questions[0]!.answer({ a: 1 });
  expect(await first).toBe(1);
  await expect.poll(() => questions.map(({ keys }) => keys)).toEqual([["a"], ["b", "a", "unknown"]]);
  questions[1]!.answer({ a: 2, b: 3 });
  expect(await Promise.all(later)).toEqual([3, 2, 3, undefined]);
});

it("fails those who shared a question that failed, and asks anew for the others", async () => {
  const { find, questions } = slowStore();
  const failing = expect(find("a")).rejects.toThrow("down");
  const later = find("a");
  questions[0]!.fail(new Error("down"));
  await failing;
  await expect.poll(() => questions.length).toBe(2);
  questions[1]!.answer({ a: 5 });
  expect(await later).toBe(5);
});
