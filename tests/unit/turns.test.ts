import { expect, it } from "vitest";
import { Turns } from "../../lib/turns.ts";

it("lets so many go on at once, the others in the order in which they came, also past one that fails", async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const act = (n: number) =>
    turns.run(async () => {
      begun.push(n);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (n === 1) throw new Error("failed");
    });
  const all = Promise.allSettled([act(1), act(2), act(3), act(4)]);
  await Promise.resolve();
  expect(begun).toEqual([1, 2]);
  ends[0]!();
  await expect.poll(() => begun).toEqual([1, 2, 3]);
  ends[1]!();
  await expect.poll(() => begun).toEqual([1, 2, 3, 4]);
  for (const end of ends) end();
  expect((await all).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled"]);
});
