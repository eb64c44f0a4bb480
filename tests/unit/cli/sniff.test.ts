import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { sniff } from "../../../cli/sniff.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "sniff-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

async function sniffed(...names: string[]): Promise<unknown> {
  let text = "";
  vi.spyOn(console, "log").mockImplementation((line: string) => {
    text += `${line}\n`;
  });
  vi.spyOn(process.stdout, "write").mockImplementation((piece) => {
    text += piece;
    return true;
  });
  await sniff().parseAsync(["--json", ...names.map((name) => join(dir, name))], { from: "user" });
  return JSON.parse(text);
}

it("tells of every file, also where one is missing or is none of its kind", async () => {
  writeFileSync(join(dir, "good.csv"), "a;b\n1;2\n");
  writeFileSync(join(dir, "packed.csv"), "PK\x03\x04\0\0");
  writeFileSync(join(dir, "bars.txt"), "a|b\n1|2\n");

  expect(await sniffed("good.csv", "missing.csv", "packed.csv", "bars.txt")).toMatchObject([
    { file: join(dir, "good.csv"), dialect: { delimiter: ";" } },
    { error: { code: "FILE_NOT_FOUND", message: "There is no such file" } },
    { error: { code: "FILE_TYPE_INVALID", message: "The content is not csv: it looks like zip" } },
    { dialect: { delimiter: "|" } },
  ]);
  expect(process.exitCode).toBe(2);
});
