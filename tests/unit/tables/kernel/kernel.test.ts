import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../../../lib/tables/kernel/", import.meta.url);

it("was built from the source that lies beside it", () => {
  const [mark] = WebAssembly.Module.customSections(
    new WebAssembly.Module(readFileSync(new URL("kernel.wasm", folder))),
    "source",
  );
  const source = createHash("sha256")
    .update(readFileSync(new URL("kernel.assembly", folder)))
    .digest();
  expect(Buffer.from(mark!).equals(source)).toBe(true);
});
