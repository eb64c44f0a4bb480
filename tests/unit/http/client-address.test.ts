import { describe, expect, it } from "vitest";
import { clientAddress, networkOf, vouchedAddress, vouchFor } from "../../../lib/http/client-address.ts";
import { parseAddressRanges } from "../../../lib/settings/address-ranges.ts";

describe("the client's address", () => {
  const trusted = parseAddressRanges("10.0.0.0/8, 192.0.2.7,2001:db8::/32");

  it.each([
    ["the socket's, where no proxy is trusted", "203.0.113.9", "198.51.100.1", [], "203.0.113.9"],
    ["the socket's, where that is no trusted proxy", "203.0.113.9", "198.51.100.1", trusted, "203.0.113.9"],
    ["whom a trusted proxy heard", "10.1.2.3", "198.51.100.1", trusted, "198.51.100.1"],
    ["whom the first of two trusted proxies heard", "10.1.2.3", "198.51.100.1, 192.0.2.7", trusted, "198.51.100.1"],
    ["not what the client itself wrote", "10.1.2.3", "1.1.1.1, 198.51.100.1", trusted, "198.51.100.1"],
    [
      "not what the client wrote, though it names a proxy",
      "10.1.2.3",
      "10.9.9.9, 198.51.100.1",
      trusted,
      "198.51.100.1",
    ],
    ["the proxy's, where it says nothing", "10.1.2.3", undefined, trusted, "10.1.2.3"],
    ["the proxy's, where it says nonsense", "10.1.2.3", "unknown", trusted, "10.1.2.3"],
    ["seen through IPv4-mapped IPv6", "::ffff:10.1.2.3", "::ffff:198.51.100.1", trusted, "198.51.100.1"],
    ["IPv6, behind a proxy of IPv6", "2001:db8::1", "2001:4860::8888", trusted, "2001:4860::8888"],
  ])("is %s", (_rule, socket, forwarded, ranges, address) => {
    expect(clientAddress(socket, forwarded, ranges)).toBe(address);
  });

  it("is counted by the /64 in IPv6, for a subscriber has one to himself", () => {
    expect(networkOf("2001:db8:1:2:aaaa::1")).toBe(networkOf("2001:db8:1:2:bbbb::2"));
    expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
    expect(networkOf("203.0.113.9")).toBe("203.0.113.9");
    expect(networkOf("::ffff:203.0.113.9")).toBe("203.0.113.9");
    expect(networkOf("")).toBe("unknown");
  });

  it.each(["10.0.0.0/33", "example.com", "10.0.0.0/8,,x"])("has no proxies by a list such as %s", (text) => {
    expect(() => parseAddressRanges(text)).toThrow("is no address");
  });
});

describe("the client that edge names to the gateway", () => {
  const config = { INTAKE_JWT_SECRET: "a secret of more than thirty-two bytes" };

  it("is believed", () => {
    expect(vouchedAddress(config, vouchFor(config, "203.0.113.9"))).toBe("203.0.113.9");
    expect(vouchedAddress(config, vouchFor(config, "2001:db8::1"))).toBe("2001:db8::1");
  });

  it.each([
    ["nothing", undefined],
    ["an address alone", "203.0.113.9"],
    ["a proof of another address", vouchFor(config, "203.0.113.9").replace("203.0.113.9", "203.0.113.8")],
    ["a proof by another secret", vouchFor({ INTAKE_JWT_SECRET: "x".repeat(40) }, "203.0.113.9")],
    ["an empty address and proof", " "],
  ])("is not believed of %s", (_what, header) => {
    expect(vouchedAddress(config, header)).toBeNull();
  });
});
