import { createHash, randomBytes } from "node:crypto";
import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Ports } from "../ports.ts";

/** A key of the tables and workbooks API. Several may have one name: its owner then changes keys without a gap. */
export type ApiKey = { id: string; name: string; created_at: Date; revoked_at: Date | null };

/** Who makes jobs where no keys are asked for; no key may be called so. */
export const PUBLIC = "public";

/**
 * Makes a key. It is shown this once: only its SHA-256 is stored.
 *
 * @param name its owner, who becomes `created_by` of the jobs; 1–100 characters
 * @throws {RangeError} for a name that cannot be used
 */
export async function createApiKey(ports: Ports, name: string): Promise<{ id: string; name: string; key: string }> {
  if (name.trim() !== name || name === "" || name.length > 100 || name === PUBLIC) {
    throw new RangeError(`a name has 1 to 100 characters, no blanks around them, and is not "${PUBLIC}"`);
  }
  const id = newId();
  const key = `intake_${randomBytes(32).toString("base64url")}`;
  await withDatabase(() => ports.db("api_keys").insert({ id, name, key_hash: hashOf(key) }));
  return { id, name, key };
}

export async function listApiKeys(ports: Ports): Promise<ApiKey[]> {
  return withDatabase(() =>
    ports.db<ApiKey>("api_keys").orderBy("created_at").select("id", "name", "created_at", "revoked_at"),
  );
}

/** Revokes a key from its next request on; false where there is none with this id that is still good. */
export async function revokeApiKey(ports: Ports, id: string): Promise<boolean> {
  const changed = await withDatabase(() =>
    ports.db("api_keys").where({ id }).whereNull("revoked_at").update({ revoked_at: ports.db.fn.now() }),
  );
  return changed === 1;
}

/**
 * The owner of the key in an `X-API-Key` header.
 *
 * @throws {IntakeError} AUTH_REQUIRED without one; AUTH_INVALID for one that is unknown or revoked
 */
export async function ownerOfApiKey(ports: Ports, header: string | undefined): Promise<string> {
  if (!header) throw new IntakeError("AUTH_REQUIRED", "An X-API-Key header is needed");
  const found = await withDatabase(() =>
    ports
      .db<ApiKey & { key_hash: string }>("api_keys")
      .where({ key_hash: hashOf(header) })
      .whereNull("revoked_at")
      .first("name"),
  );
  if (!found) throw new IntakeError("AUTH_INVALID", "The API key is not valid");
  return found.name;
}

/** A lookup by hash takes no longer for a key that is nearly right, so nothing can be learned from its time. */
const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");
