import type { Database } from "../db/database.ts";

/**
 * Takes the turn of importing a content, or null while another has it. Held by a transaction of its own, so that it goes
 * with this process's connection should the process die.
 */
export async function tryTurn(db: Database, sha256: string): Promise<{ release(): Promise<void> } | null> {
  const trx = await db.transaction();
  const release = async () => void (await trx.rollback().catch(() => {}));
  try {
    const { rows } = await trx.raw("select pg_try_advisory_xact_lock(hashtext(?)) as mine", [`import:${sha256}`]);
    if (rows[0].mine) return { release };
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return null;
}
