import { readConfig } from "../lib/config.ts";
import { openDatabase } from "../lib/db/database.ts";
import { migrate } from "../lib/db/migrate.ts";

const db = openDatabase(readConfig());
try {
  const names = await migrate(db);
  console.log(names.length > 0 ? `migrated: ${names.join(", ")}` : "the database is up to date");
} finally {
  await db.destroy();
}
