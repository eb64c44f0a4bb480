import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newId } from "../../../lib/ids.ts";
import { removeLostFiles, removeOrphans } from "../../../lib/orphans.ts";
import { ask, newDocument, newUser } from "../../support/document-world.ts";
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

  it("takes a document whose original is gone with it, a day later, and leaves its neighbours", async () => {
    await using world = await openWorld();
    const { ports } = world;
    const user = await newUser(ports);
    const [first, lost, last] = [
      await newDocument(ports, user, "The first of them."),
      await newDocument(ports, user, "The second of them."),
      await newDocument(ports, user, "The third of them."),
    ];
    await ask(ports, user, lost, "extract");
    const { object_key } = await ports.db("document_files").where({ id: lost }).first();
    await ports.storage.delete(object_key);
    const files = async () => (await ports.db("document_files").orderBy("id").select("id")).map(({ id }) => id);

    await removeLostFiles(ports, Date.now() + DAY_MS - MINUTE_MS);
    expect(await files()).toEqual([first, lost, last]);
    await removeLostFiles(ports, Date.now() + DAY_MS + MINUTE_MS);
    expect(await files()).toEqual([first, last]);
    expect(await ports.db("jobs").where({ file_id: lost })).toEqual([]);
    expect(await world.stored()).toHaveLength(2);

    for (const key of await world.stored()) await ports.storage.delete(key);
    await removeLostFiles(ports, Date.now() + DAY_MS + MINUTE_MS);
    expect(await files(), "a store that knows none of them is the wrong one").toEqual([first, last]);
  });
});
