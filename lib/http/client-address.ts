import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { Config } from "../config.ts";
import type { AddressRange } from "../settings/address-ranges.ts";

/**
 * The address of whoever sent a request: the socket's, or what stands in X-Forwarded-For where trusted proxies wrote
 * it. Each proxy appends whom it heard, so the list is read from its end, as far as trust goes; what a client itself
 * put there stands before that and is never reached.
 */
export function clientAddress(
  socket: string,
  forwardedFor: string | undefined,
  trusted: readonly AddressRange[],
): string {
  const hops = (forwardedFor ?? "").split(",").map((hop) => hop.trim());
  let address = plain(socket);
  while (isTrusted(address, trusted)) {
    const before = hops.pop();
    if (!before || !ipaddr.isValid(before)) break;
    address = plain(before);
  }
  return address;
}

function isTrusted(address: string, trusted: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return trusted.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match([network, bits]));
}

/** Sees through IPv4-mapped IPv6, which is how a dual-stack socket shows IPv4. */
const plain = (address: string): string => (ipaddr.isValid(address) ? ipaddr.process(address).toString() : address);

/** What limits count by: an IPv4 address, or the /64 that one IPv6 subscriber has to himself. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4" ? parsed.toString() : parsed.toByteArray().slice(0, 8).join(".");
}

/** Edge names the client to the gateway in this header, and drops it from what clients send. */
export const CLIENT_HEADER = "x-intake-client";

type VouchConfig = Pick<Config, "INTAKE_JWT_SECRET">;

/** The value of CLIENT_HEADER: the address, and a proof that it was written by a holder of our secret. */
export const vouchFor = (config: VouchConfig, address: string): string => `${address} ${proofOf(config, address)}`;

/** The address that edge vouches for; null where the header is missing or was not written by edge. */
export function vouchedAddress(config: VouchConfig, header: string | undefined): string | null {
  const [address = "", proof = ""] = header?.split(" ") ?? [];
  const given = Buffer.from(proof);
  const right = Buffer.from(proofOf(config, address));
  return given.length === right.length && timingSafeEqual(given, right) ? address : null;
}

/** By a key of its own, derived from the secret of the tokens, so that neither proof can stand for the other. */
function proofOf({ INTAKE_JWT_SECRET }: VouchConfig, address: string): string {
  const key = hkdfSync("sha256", INTAKE_JWT_SECRET, "", "intake client address", 32);
  return createHmac("sha256", Buffer.from(key)).update(address).digest("base64url");
}
