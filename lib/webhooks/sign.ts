import { createHmac } from "node:crypto";

/**
 * Signature headers of the Standard Webhooks specification
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
 * HMAC-SHA256 over `id.timestamp.body`, base64, with the version in front.
 *
 * @param secret `whsec_` + base64 as the specification writes it; any other text is used as its own bytes. While a
 *        secret is being replaced, both with a space between: each signs, and a receiver may know either
 * @param at Unix seconds
 */
export function signatureHeaders(secret: string, id: string, at: number, body: string): Record<string, string> {
  const secrets = SEVERAL.test(secret) ? secret.split(" ") : [secret];
  const signatures = secrets.map(
    (one) => `v1,${createHmac("sha256", keyOf(one)).update(`${id}.${at}.${body}`).digest("base64")}`,
  );
  return { "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": signatures.join(" ") };
}

const SEVERAL = /^whsec_\S+(?: whsec_\S+)+$/;

function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith("whsec_") ? secret.slice("whsec_".length) : null;
  const isBase64 = encoded !== null && /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && encoded.length % 4 === 0;
  return isBase64 ? Buffer.from(encoded, "base64") : Buffer.from(secret);
}
