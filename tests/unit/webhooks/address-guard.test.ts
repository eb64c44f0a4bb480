import { describe, expect, it } from "vitest";
import { AddressRefused, pinned, resolvePublic } from "../../../lib/webhooks/address-guard.ts";

describe("the address of a webhook", () => {
  it.each([
    "127.0.0.1",
    "localhost", // resolved first, judged by where it leads
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1", // carrier-grade NAT
    "169.254.169.254", // the metadata service of clouds
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fd00:ec2::254]", // the metadata service over IPv6
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]", // 169.254.169.254 in disguise
    "[64:ff9b::a9fe:a9fe]", // and through NAT64
    "[2002:a9fe:a9fe::1]", // and through 6to4
  ])("is refused where it does not lie on the public internet: %s", async (host) => {
    await expect(resolvePublic(host, false)).rejects.toThrow(AddressRefused);
  });

  it.each([
    ["93.184.215.14", { address: "93.184.215.14", family: 4 }],
    ["[2606:4700:4700::1111]", { address: "2606:4700:4700::1111", family: 6 }],
  ])("is taken where it does: %s", async (host, resolved) => {
    expect(await resolvePublic(host, false)).toEqual(resolved);
  });

  it("may be any where the operator allows private ones", async () => {
    expect(await resolvePublic("127.0.0.1", true)).toEqual({ address: "127.0.0.1", family: 4 });
  });

  it("is the one that was judged when the connection is made, whatever the name resolves to by then", () => {
    const resolved = { address: "93.184.215.14", family: 4 };
    const found: unknown[] = [];
    pinned(resolved)("rebound.example", {}, (_error, address, family) => found.push(address, family));
    pinned(resolved)("rebound.example", { all: true }, (_error, addresses) => found.push(addresses));
    expect(found).toEqual(["93.184.215.14", 4, [resolved]]);
  });
});
