import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { workbook } from "../../support/workbooks.ts";

const MAIN = fileURLToPath(new URL("../../../cli/main.ts", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "intake-cli-"));
await writeFile(join(folder, "good.csv"), "a,b\n1,x\n");
await mkdir(join(folder, "other"));
await writeFile(join(folder, "other", "good.csv"), "a,b\n2,y\n");
await writeFile(join(folder, "model.xlsx"), await workbook({ S: { A1: 1 } }));

afterAll(() => rm(folder, { recursive: true }));

type Ran = { code: number; stdout: Buffer; stderr: string };

function intake(...given: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...given], { cwd: folder, encoding: "buffer" }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr: stderr.toString() });
    });
  });
}

describe.concurrent("intake", () => {
  it("sniff tells of a missing file in its place among the others", async () => {
    const { code, stdout } = await intake("sniff", "none.csv", "good.csv", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout.toString())).toMatchObject([
      { file: "none.csv", error: { code: "FILE_NOT_FOUND" } },
      { file: "good.csv", dialect: { delimiter: "," } },
    ]);
  });

  it("convert writes XLSX to standard output", async () => {
    const { code, stdout, stderr } = await intake("convert", "good.csv", "--format", "xlsx", "--out", "-");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.subarray(0, 4).toString("latin1")).toBe("PK\x03\x04");
  });

  it("convert does not write one result over another", async () => {
    const { code, stderr } = await intake("convert", "good.csv", "other/good.csv", "--out-dir", "clean");
    expect([code, stderr]).toEqual([1, expect.stringContaining("other/good.csv: the result clean/good.csv would")]);
    expect(await readFile(join(folder, "clean", "good.csv"), "utf8")).toBe("a,b\r\n1,x\r\n");
  });

  it.each([
    ["convert", "good.csv", "--out-dir", "good.csv"],
    ["convert", "good.csv", "--out", "none/good.csv"],
    ["convert", "good.csv", "--format", "xlsx", "--out", "none/good.xlsx"],
    ["recalc", "model.xlsx", "--out", "none/report.ndjson"],
    ["jobs", "--api-url", "no address"],
  ])("%s %s %s %s says in one line what the system refused", async (...given) => {
    const { code, stdout, stderr } = await intake(...given);
    expect([code, stdout.toString()]).toEqual([1, ""]);
    expect(stderr).toMatch(/^intake: .*\n$/);
  });
});
