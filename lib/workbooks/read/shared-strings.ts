import { FileFault } from "../../errors.ts";
import { decodeCellText } from "../../ooxml/cell-text.ts";
import type { OfficePackage } from "../../ooxml/package.ts";

/** More texts than any workbook within the limit of cells can use. */
const MAX_STRINGS = 10_000_000;

/** The texts that cells refer to by number: runs of rich text joined, phonetic hints left out. */
export async function readSharedStrings(source: OfficePackage, part: string): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let reading = false;
  let phoneticDepth = 0;
  for await (const xml of source.chunks(part)) {
    while (xml.next()) {
      if (xml.kind === "text") {
        if (reading) text += xml.text;
      } else if (xml.kind === "open") {
        if (xml.name === "t") reading = phoneticDepth === 0;
        else if (xml.name === "rPh") phoneticDepth = xml.depth;
        else if (xml.name === "si") text = "";
      } else if (xml.name === "t") {
        reading = false;
      } else if (xml.name === "rPh") {
        phoneticDepth = 0;
      } else if (xml.name === "si") {
        if (strings.length === MAX_STRINGS) {
          throw new FileFault("WORKBOOK_TOO_LARGE", "The workbook holds more than 10 million different texts.");
        }
        strings.push(decodeCellText(text));
      }
    }
  }
  return strings;
}
