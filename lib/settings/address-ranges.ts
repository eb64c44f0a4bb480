import ipaddr from "ipaddr.js";

/** Addresses in CIDR form. */
export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Reads a list such as `10.0.0.0/8,192.0.2.7`.
 *
 * @throws {Error} naming the entry that is no address
 */
export function parseAddressRanges(text: string): readonly AddressRange[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
      if (!ipaddr.isValid(entry)) throw new Error(`"${entry}" is no address and no range of addresses`);
      const address = ipaddr.process(entry);
      return [address, address.kind() === "ipv4" ? 32 : 128];
    });
}
