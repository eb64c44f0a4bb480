import { describe, expect, it } from "vitest";
import type { Database } from "../../../lib/db/database.ts";
import { migrate, migrations } from "../../../lib/db/migrate.ts";
import { newId } from "../../../lib/ids.ts";
import { openWorld } from "../../support/world.ts";

/** All that makes a schema what it is, in words. */
async function shapeOf(db: Database): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { line: string }[] }>(`
    select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public' and table_name not like 'migrations%'
    union all select indexdef from pg_indexes where schemaname = 'public' and tablename not like 'migrations%'
    union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
               where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'migrations%'
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by 1`);
  return rows.map(({ line }) => line);
}

describe("the schema", () => {
  it("can be taken back migration by migration, and made again to the same end", async () => {
    await using world = await openWorld();
    const { db } = world.ports;
    const shape = await shapeOf(db);
    const made = await db("migrations").count({ n: "*" }).first();
    for (let left = Number(made!.n); left > 0; left--) await db.migrate.down(migrations);
    expect(await shapeOf(db)).toEqual([]);
    expect(await migrate(db)).toHaveLength(Number(made!.n));
    expect(await shapeOf(db)).toEqual(shape);
  });

  it("lets rows and errors go with their job, and cells with their model", async () => {
    await using world = await openWorld();
    const { db } = world.ports;
    const { id } = await world.upload("a,b\n1,2\n");
    const kept = await world.upload("a,b\n3,4\n");
    for (const job_id of [id, kept.id]) {
      await db("job_rows").insert({ job_id, row_number: 1, data: {} });
      await db("processing_errors").insert({ job_id, row_number: 2, error_type: "blank-row", error_message: "blank" });
    }
    const model = { id: newId(), name: "M", file_path: "models/x.xlsx", file_hash: "0".repeat(64), file_size: 1 };
    await db("models").insert(model);
    const place = { sheet_index: 0, row_num: 1, col_num: 1, sheet_name: "S", col_letter: "A", cell: "A1" };
    await db("cells").insert({ model_id: model.id, ...place, cell_type: "value", data_type: "number", raw_value: 1 });

    await db("jobs").where({ id }).delete();
    await db("models").where({ id: model.id }).delete();
    expect(await db("job_rows").select("job_id")).toEqual([{ job_id: kept.id }]);
    expect(await db("processing_errors").select("job_id")).toEqual([{ job_id: kept.id }]);
    expect(await db("cells").select("cell")).toEqual([]);
  });
});
