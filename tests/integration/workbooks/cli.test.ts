import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const COMMAND = fileURLToPath(new URL("../../../cli/bin.mjs", import.meta.url));

it("intake import asks for the job itself where the socket never opens", async () => {
  const done = { job_id: "j", status: "success", progress: null, result: null, error: null };
  const service = createServer((request, response) => {
    request.resume().on("end", () => response.end(JSON.stringify(done)));
  });
  service.on("upgrade", () => {}); // taken, and never answered
  await once(service.listen(0, "127.0.0.1"), "listening");
  const folder = await mkdtemp(join(tmpdir(), "intake-cli-"));
  try {
    const file = join(folder, "m.xlsx");
    await writeFile(file, "PK");
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const command = spawn(process.execPath, [COMMAND, "import", "-f", file, "-n", "M", "--json", "--api-url", url]);
    let printed = "";
    command.stdout.on("data", (data) => (printed += data));
    expect((await once(command, "close"))[0]).toBe(0);
    expect(JSON.parse(printed)).toEqual(done);
  } finally {
    service.closeAllConnections();
    service.close();
    await rm(folder, { recursive: true });
  }
}, 30_000);
