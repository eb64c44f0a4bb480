import { describe, expect, it } from "vitest";
import { readXmlTree } from "../../../lib/ooxml/xml-tree.ts";

const origin = { part: "p.xml", fault: "CORRUPT" };

describe("readXmlTree", () => {
  const root = readXmlTree(
    '<a n="1.5" on="true" off="0" bad="x" empty=""><b>one</b><c><b>two</b>te<!-- -->xt</c><x:b xmlns:x="urn:x">th<![CDATA[<r>]]>ee</x:b></a>',
    origin,
  );

  it("finds children by local name, and goes down paths", () => {
    expect(root.all("b").map(({ text }) => text)).toEqual(["one", "th<r>ee"]);
    expect(root.path("c", "b").map(({ text }) => text)).toEqual(["two"]);
    expect([root.child("c")?.text, root.child("z")]).toEqual(["text", undefined]);
  });

  it("reads attributes as texts, numbers and flags", () => {
    expect([
      root.attribute("bad"),
      root.number("n"),
      root.number("bad"),
      root.number("empty"),
      root.number("none"),
    ]).toEqual(["x", 1.5, undefined, undefined, undefined]);
    expect([root.flag("on"), root.flag("off", true), root.flag("none"), root.flag("none", true)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it("refuses more elements than memory is meant for", () => {
    expect(() => readXmlTree(`<a>${"<b/>".repeat(1_000_000)}</a>`, origin)).toThrow("holds too many elements");
  });
});
