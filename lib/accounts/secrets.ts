import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
/** 96 random bits, as NIST SP 800-38D, 8.2.2, wants for random nonces. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key that encrypts what is stored. Its id stands before each ciphertext, so that keys can be rotated. */
export type EncryptionKey = { readonly id: string; readonly key: Buffer };

/**
 * Reads `id:base64,id:base64,…`, or the same as a JSON object, which is what Secrets Manager can make by itself: the
 * first key encrypts, all decrypt. To rotate, put a new key in front; what is stored moves to it as it is used.
 *
 * @throws {Error} saying which entry is at fault, without showing a key
 */
export function parseEncryptionKeys(text: string): readonly EncryptionKey[] {
  const entries = text.trimStart().startsWith("{") ? entriesOfJson(text) : text.split(",");
  const keys = entries.map((entry, index) => {
    const [, id, encoded] = /^\s*([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/_-]+=*)\s*$/.exec(entry) ?? [];
    const key = Buffer.from(encoded ?? "", "base64");
    if (!id || key.length !== KEY_BYTES) {
      throw new Error(`entry ${index + 1} must be id:base64 of ${KEY_BYTES} bytes`);
    }
    return { id, key };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error("two keys have the same id");
  return keys;
}

function entriesOfJson(text: string): string[] {
  try {
    return Object.entries(JSON.parse(text) as Record<string, unknown>).map(([id, key]) => `${id}:${key}`);
  } catch {
    throw new Error("is no JSON object"); // the parser's own message would quote a key
  }
}

/**
 * Encrypts a secret for one user: `<key id>:<base64 of nonce, tag and ciphertext>`. The user's id is associated data,
 * so a ciphertext copied to another user's row does not decrypt there.
 */
export function encryptSecret(keys: readonly EncryptionKey[], secret: string, userId: string): string {
  const { id, key } = keys[0]!;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(userId));
  const ciphertext = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return `${id}:${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString("base64")}`;
}

/**
 * @returns the secret, and whether it was encrypted by a key that is no longer the first
 * @throws {Error} where its key is gone from the settings, or the ciphertext was changed or is another user's
 */
export function decryptSecret(
  keys: readonly EncryptionKey[],
  stored: string,
  userId: string,
): { secret: string; isOutdated: boolean } {
  const colon = stored.indexOf(":");
  const id = stored.slice(0, colon);
  const found = keys.find((key) => key.id === id);
  if (!found) throw new Error(`INTAKE_ENCRYPTION_KEYS has no key ${id}, by which a stored secret was encrypted`);
  const bytes = Buffer.from(stored.slice(colon + 1), "base64");
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, found.key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(userId))
    .setAuthTag(tag);
  const secret = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return { secret: secret.toString("utf8"), isOutdated: found !== keys[0] };
}
