import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openRawTable } from "../../../../lib/tables/convert.ts";
import type { Arena } from "../../../../lib/tables/kernel/arena.ts";
import { borrowArena, giveBackArena } from "../../../../lib/tables/kernel/arena-pool.ts";
import { openTable } from "../../../../lib/tables/open-table.ts";
import { parseTableOptions } from "../../../../lib/tables/options.ts";

function source(text: string) {
  const stream = (async function* () {
    yield Buffer.from(text);
  })();
  return { fileType: "csv" as const, filename: "test.csv", sizeBytes: text.length, stream };
}

const tableOf = (word: string, rows: number) => `a,b\n${`${word},1\n`.repeat(rows)}`;

describe("the pool of arenas", () => {
  it("lends an arena that was given back, with all its room for parameters", () => {
    const arena = borrowArena();
    const first = arena.keep(new Uint8Array(8));
    giveBackArena(arena);
    const again = borrowArena();
    expect([again === arena, again.keep(new Uint8Array(8))]).toEqual([true, first]);
    giveBackArena(again);
  });

  it("never lends one arena to two borrowers at once", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (steps) => {
        const held: Arena[] = [];
        for (const borrows of steps) {
          if (borrows) held.push(borrowArena());
          else if (held.length > 0) giveBackArena(held.shift()!);
        }
        expect(new Set(held).size).toBe(held.length);
        for (const arena of held) giveBackArena(arena);
      }),
      { numRuns: 30 },
    );
  });
});

type Step = "open" | "read" | "close" | "abandon";

describe("tables open at once", () => {
  it("keep to themselves, in whatever order they are opened, read, left and closed", async () => {
    const step = fc.tuple(fc.constantFrom<Step>("open", "open", "read", "read", "close", "abandon"), fc.nat(3));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        type Open = {
          table: Awaited<ReturnType<typeof openRawTable>>;
          rows: AsyncGenerator<unknown[][]>;
          word: string;
        };
        const open: Open[] = [];
        for (const [number, [what, place]] of steps.entries()) {
          const one = open[place % Math.max(1, open.length)];
          if (what === "open") {
            const word = `word${number}`;
            const table = await openRawTable(source(tableOf(word, 15_000)), parseTableOptions({}));
            open.push({ table, rows: table.rows(), word });
          } else if (one && what === "read") {
            const { done, value } = await one.rows.next();
            if (!done) expect(new Set(value.map(([cell]) => cell))).toEqual(new Set([one.word]));
          } else if (one) {
            if (what === "close") await one.table.close();
            else await one.rows.return(undefined);
            open.splice(open.indexOf(one), 1);
          }
        }
        for (const { rows, table } of open) {
          await rows.return(undefined);
          await table.close();
        }
      }),
      { numRuns: 12 },
    );
  });

  it("are read once, and not after they were closed", async () => {
    const table = await openTable(source(tableOf("x", 3)), { options: parseTableOptions({}) });
    await table.close();
    await table.close();
    await expect(table.check().next()).rejects.toThrow("before it is closed");
    const [one, other] = [borrowArena(), borrowArena()];
    expect(one).not.toBe(other); // closed twice, given back once
    giveBackArena(one);
    giveBackArena(other);
  });

  it("leave their arena to a reading under way when they are closed during it", async () => {
    const table = await openTable(source(tableOf("x", 30_000)), { options: parseTableOptions({}) });
    const chunks = table.check();
    await chunks.next();
    await table.close();
    const other = await openTable(source(tableOf("other", 30_000)), { options: parseTableOptions({}) });
    let good = 0;
    for await (const chunk of other.check()) {
      good += chunk.rows - chunk.failed;
      await chunks.next();
    }
    expect(good).toBe(30_000);
  });
});
