import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newId } from "../../../lib/ids.ts";
import { removeOrphans } from "../../../lib/orphans.ts";
import { newDocument, newUser } from "../../support/document-world.ts";
import { prose } from "../../support/prose.ts";
import { openWorld } from "../../support/world.ts";

const DAY_MS = 24 * 3600 * 1000;
const MINUTE_MS = 60_000;

describe("what a crash leaves in the bucket", () => {
  it("is swept a day later, and what belongs to a job, a model or a file is not", async () => {
    await using world = await openWorld();
    const { ports } = world;
    const user = await newUser(ports);
    await newDocument(ports, user, prose(60));
    await world.upload("a,b\n1,2\n");
    const hash = createHash("sha256").update("a model").digest("hex");
    const model = { id: newId(), name: "M", file_path: `models/${hash}.xlsx`, file_hash: hash, file_size: 1 };
    await ports.db("models").insert(model);
    await ports.storage.put(model.file_path, "kept");
    const kept = await world.stored();
    expect(kept.map((key) => key.split("/")[0]).sort()).toEqual(["documents", "models", "uploads"]);

    const orphans = [
      `documents/${user.id}/${newId()}/original.txt`,
      `models/${"0".repeat(64)}.xlsx`,
      `uploads/${newId()}_x.csv`,
    ];
    for (const key of orphans) await ports.storage.put(key, "lost");
    await removeOrphans(ports, Date.now() + DAY_MS - MINUTE_MS);
    expect(await world.stored()).toHaveLength(6);
    await removeOrphans(ports, Date.now() + DAY_MS + MINUTE_MS);
    expect((await world.stored()).sort()).toEqual(kept.sort());
  });
});
