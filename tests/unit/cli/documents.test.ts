import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { extractDocument } from "../../../lib/documents/extract/extract-document.ts";
import { answer } from "../../../lib/documents/local/answer.ts";
import { parseTaskOptions } from "../../../lib/documents/options.ts";

const TEXT =
  "The ship sank at dawn. Nobody was hurt. A tug saved the cargo of 40 tons. The captain wrote a letter. It was kept.";
const MAIN = fileURLToPath(new URL("../../../cli/main.ts", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "intake-cli-"));
const file = join(folder, "ship.txt");
await writeFile(file, TEXT);
await writeFile(join(folder, "empty.txt"), " \n");
await writeFile(join(folder, "cut.pdf"), "%PDF-1.7\n1 0 obj\n");

afterAll(() => rm(folder, { recursive: true }));

type Ran = { code: number; stdout: string; stderr: string };

function documents(...given: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, "documents", ...given], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
    child.stdin?.end(TEXT);
  });
}

describe.concurrent("intake documents", () => {
  it("prints exactly the result as JSON, from a file as from standard input", async () => {
    const options = parseTaskOptions("qa", { question: "How many tons were saved?", top_k: 2 });
    const expected = answer(await extractDocument({ path: file, fileType: "txt" }), options);
    for (const source of [file, "-"]) {
      const { code, stdout, stderr } = await documents(
        "ask",
        source,
        "How many tons were saved?",
        "--top-k",
        "2",
        "--json",
      );
      expect([code, stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toEqual(expected);
    }
  });

  it("writes the result to a file when told so", async () => {
    const out = join(folder, "map.opml");
    const { code, stdout } = await documents("mindmap", file, "--format", "opml", "--out", out);
    expect([code, stdout]).toEqual([0, ""]);
    expect(await readFile(out, "utf8")).toContain('<opml version="2.0">');
  });

  it("keeps results on standard output and warnings on standard error", async () => {
    const { code, stdout, stderr } = await documents("rewrite", "-", "--style", "formal");
    expect([code, stdout]).toEqual([0, `${TEXT}\n`]);
    expect(stderr).toBe("NO_CHANGE: No rule applied; the text is returned as it was.\n");
  });

  it("exits with 2 for what it cannot understand, 3 for what it cannot read, 4 where there is no text", async () => {
    const codes = await Promise.all([
      documents("ask", file).then(({ code }) => code),
      documents("summarize", file, "--type", "custom").then(({ code }) => code),
      documents("rewrite", file, "--style", "formal", "--section", "7").then(({ code }) => code),
      documents("extract", join(folder, "none.txt")).then(({ code }) => code),
      documents("extract", join(folder, "cut.pdf")).then(({ code }) => code),
      documents("extract", MAIN).then(({ code }) => code),
      documents("summarize", join(folder, "empty.txt")).then(({ code }) => code),
      documents("extract", join(folder, "empty.txt"), "--text-only").then(({ code }) => code),
    ]);
    expect(codes).toEqual([2, 2, 2, 3, 3, 3, 4, 0]);
  });
});
