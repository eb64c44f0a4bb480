import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** An address that webhooks may not go to; the message is shown to the owner of the job. */
export class AddressRefused extends Error {}

/**
 * Resolves a webhook's host once and refuses what does not lie on the public internet: private, loopback,
 * link-local and metadata addresses among others. The address found is the one to connect to, so that a name that
 * resolves differently a moment later (DNS rebinding) gains nothing.
 */
export async function resolvePublic(
  hostname: string,
  allowPrivate: boolean,
): Promise<{ address: string; family: number }> {
  const host = hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true });
  const allowed = allowPrivate ? found : found.filter(({ address }) => isPublic(address));
  if (!allowed[0]) throw new AddressRefused(`${hostname} is not a public address`);
  return allowed[0];
}

function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === "unicast"; // `process` sees through IPv4-mapped IPv6
}

/** A `lookup` for sockets that answers with the address already judged. */
export function pinned(resolved: { address: string; family: number }): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, [resolved]);
    else callback(null, resolved.address, resolved.family);
  };
}
