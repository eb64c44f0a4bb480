import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FileFault } from "../../../lib/errors.ts";
import { readXml, type XmlReader, xmlChunks } from "../../../lib/ooxml/xml.ts";

const origin = { part: "xl/a.xml", fault: "CORRUPT" };

function tokens(xml: XmlReader): string[] {
  const seen: string[] = [];
  while (xml.next()) seen.push(...describeToken(xml));
  return seen;
}

function describeToken(xml: XmlReader): string[] {
  if (xml.kind === "text") return [`"${xml.text}"`];
  const attributes = [...xml.attributes()].map(([name, value]) => ` ${name}=${value}`).join("");
  return [xml.kind === "open" ? `<${xml.name}${attributes}>` : `</${xml.name}>`];
}

/** Neighbouring pieces of text joined: where they part is of no meaning. */
function joined(seen: string[]): string {
  return seen.join("").replaceAll('""', "");
}

async function tokensOfChunks(bytes: Buffer, size: number): Promise<string[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const seen: string[] = [];
  for await (const xml of xmlChunks(chunks(), origin)) while (xml.next()) seen.push(...describeToken(xml));
  return seen;
}

const SAMPLE =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<!-- <no> -->' +
  '<x:sst xmlns:x="urn:main" count=\'1>2\'><x:si ><x:t xml:space="preserve"> a &lt;&#65;&#x1F9EE;\r\n</x:t><x:e/></x:si>' +
  "<![CDATA[<raw>&amp;]]>é🧮</x:sst>\n<!-- end -->";
const SAMPLE_TOKENS = '<sst count=1>2><si><t space=preserve>" a <A🧮\n"</t><e></e></si>"<raw>&amp;é🧮"</sst>';

describe("XmlReader", () => {
  it("gives tags by local name, texts with references undone, and a close for each self-closing tag", () => {
    expect(joined(tokens(readXml(SAMPLE, origin)))).toBe(SAMPLE_TOKENS);
  });

  it("gives the same whatever the chunks", async () => {
    const bytes = Buffer.from(SAMPLE);
    for (let size = 1; size <= bytes.length; size++) {
      expect(joined(await tokensOfChunks(bytes, size))).toBe(SAMPLE_TOKENS);
    }
  });

  it("reads UTF-16 of either order, with and without mark, and encodings that are declared", () => {
    const text = "<a>é</a>";
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    const latin = Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>', "latin1");
    const marked = [
      Buffer.from([0xff, 0xfe, ...little]),
      Buffer.from([0xfe, 0xff, ...big]),
      Buffer.from(`\uFEFF${text}`),
    ];
    for (const bytes of [little, big, latin, ...marked]) {
      expect(tokens(readXml(bytes, origin))).toEqual(["<a>", '"é"', "</a>"]);
    }
  });

  it("counts depth from 1 at the root, and gives an element's close the depth of its open", () => {
    const xml = readXml("<a><b>t</b><c/></a>", origin);
    const depths: string[] = [];
    while (xml.next()) depths.push(`${xml.kind} ${xml.depth}`);
    expect(depths).toEqual(["open 1", "open 2", "text 2", "close 2", "open 2", "close 2", "close 1"]);
  });

  it("resolves namespaces by scope", () => {
    const xml = readXml('<a xmlns="urn:1" xmlns:p="urn:2"><p:b xmlns="urn:3"><c/></p:b><d/></a>', origin);
    const seen: string[] = [];
    while (xml.next()) if (xml.kind === "open") seen.push(`${xml.name} ${xml.namespace}`);
    expect(seen).toEqual(["a urn:1", "b urn:2", "c urn:3", "d urn:1"]);
  });

  it("tells an attribute from one of the same name with a prefix", () => {
    const xml = readXml('<s r:id="rId1" id="7" grid="no" xmlns:id="urn:x"/>', origin);
    xml.next();
    expect([xml.attribute("id"), xml.prefixedAttribute("id"), xml.attribute("rid")]).toEqual(["7", "rId1", undefined]);
    const only = readXml('<s r:id="rId1"/>', origin);
    only.next();
    expect(only.attribute("id")).toBe("rId1");
  });

  it("turns line ends and tabs of attributes into blanks, but not those given as references", () => {
    const xml = readXml('<s a="1\r\n2\t3&#10;4"/>', origin);
    xml.next();
    expect(xml.attribute("a")).toBe("1 2 3\n4");
  });

  it("joins a character given as two references to the halves of a pair, and replaces a half that stands alone", () => {
    expect(tokens(readXml("<a>&#xD83E;&#xDDEE;&#xD83E;</a>", origin))[1]).toBe('"🧮\uFFFD"');
  });

  it.each([
    ["a document type", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ["an unknown entity", "<a>&nbsp;</a>"],
    ["a bare ampersand", "<a>b & c</a>"],
    ["a code point past the last", "<a>&#x110000;</a>"],
    ["a NUL", "<a>&#0;</a>"],
    ["a missing end", "<a><b></b>"],
    ["a missing end of a tag", "<a><b"],
    ["crossed tags", "<a><b></a></b>"],
    ["a close without open", "</a>"],
    ["two roots", "<a/><b/>"],
    ["text before the root", "x<a/>"],
    ["text after the root", "<a/>x"],
    ["an attribute without quotes", "<a b=c/>"],
    ["an attribute without a value", "<a b/>"],
    ["nothing", ""],
    ["a text", "hello"],
    ["a tag without a name", "<a>< b/></a>"],
  ])("refuses %s", (_what, text) => {
    expect(() => tokens(readXml(text, origin))).toThrow(FileFault);
  });

  it("refuses bytes that are no UTF-8", () => {
    expect(() => tokens(readXml(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]), origin))).toThrow(
      FileFault,
    );
  });

  it("refuses nesting without end before memory runs out", () => {
    expect(() => tokens(readXml("<a>".repeat(5000), origin))).toThrow(/nested deeper/);
  });

  it("meets any text with tokens or with a fault, whole and in chunks alike", async () => {
    const piece = fc.constantFrom(
      "<a>",
      "</a>",
      "<b c='d'/>",
      "x",
      "&lt;",
      "&",
      "<",
      ">",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      " ",
      "\r",
      "é",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
        const text = `<a>${pieces.join("")}</a>`;
        const attempt = async (read: () => string[] | Promise<string[]>) => {
          try {
            return joined(await read());
          } catch (error) {
            expect(error).toBeInstanceOf(FileFault);
            return "fault";
          }
        };
        const whole = await attempt(() => tokens(readXml(text, origin)));
        expect(await attempt(() => tokensOfChunks(Buffer.from(text), size))).toBe(whole);
      }),
      { numRuns: 1000 },
    );
  });
});
