import { FileFault } from "../../errors.ts";
import { decodeCellText } from "../../ooxml/cell-text.ts";
import type { OfficePackage } from "../../ooxml/package.ts";
import type { Spreadsheet } from "../../ooxml/spreadsheet.ts";
import { LAST_COLUMN } from "../engine/formula/a1.ts";
import type { ExternalLink } from "../model.ts";
import type { Scalar } from "../values.ts";
import { parseAddress } from "./areas.ts";
import { DEFAULT_MAX_CELLS } from "./limits.ts";
import { rawValue } from "./raw-value.ts";

/** The workbooks that this one points to, with the values it has kept of them, in the order of their numbers. */
export async function readExternalLinks({
  package: source,
  workbook,
  relationships,
}: Spreadsheet): Promise<ExternalLink[]> {
  const byId = new Map(relationships.map((one) => [one.id, one.target]));
  const links: ExternalLink[] = [];
  for (const reference of workbook.path("externalReferences", "externalReference")) {
    const part = byId.get(reference.attribute("id") ?? "") ?? "";
    links.push(await readLink(source, part, links.length + 1));
  }
  const taken = new Set<string>();
  for (const link of links) {
    const name = fileName(link.target);
    const isFree = name !== "" && !/^\d+$/.test(name) && !taken.has(name.toLowerCase());
    taken.add(name.toLowerCase());
    link.label = isFree ? name : String(link.index);
  }
  return links;
}

type Cache = Map<string, Map<number, Scalar> | null>;
type Link = Omit<ExternalLink, "cache"> & { cache: Cache };

async function readLink(source: OfficePackage, part: string, index: number): Promise<Link> {
  const link: Link = { index, label: String(index), target: "", sheets: [], definedNames: [], cache: new Map() };
  if (!source.zip.has(part)) return link;
  const failed = new Set<string>();
  const targets = new Map((await source.relationships(part)).map(({ id, target }) => [id, target]));
  let cells = new Map<number, Scalar>();
  let key = 0;
  let values = 0;
  let type = "n";
  let text: string | undefined;
  for await (const xml of source.chunks(part)) {
    while (xml.next()) {
      if (xml.kind === "text") {
        if (text !== undefined) text += xml.text;
      } else if (xml.kind === "close") {
        if (xml.name !== "v") continue;
        const value = rawValue({ type, text }, false, [], false);
        if (value !== undefined && key > 0) cells.set(key, value);
        if (++values > DEFAULT_MAX_CELLS) throw tooMany(part);
        text = undefined;
      } else if (xml.name === "cell") {
        key = cellKey(xml.attribute("r"));
        type = xml.attribute("t") ?? "n";
      } else if (xml.name === "v") {
        text = "";
      } else if (xml.name === "sheetData") {
        const sheet = link.sheets[Number(xml.attribute("sheetId"))];
        cells = new Map();
        if (sheet === undefined) continue;
        link.cache.set(sheet, cells);
        if (xml.attribute("refreshError") === "1") failed.add(sheet);
      } else if (xml.name === "sheetName") {
        link.sheets.push(decodeCellText(xml.attribute("val") ?? ""));
      } else if (xml.name === "definedName") {
        link.definedNames.push({
          name: xml.attribute("name") ?? "",
          sheetIndex: sheetIndex(xml.attribute("sheetId")),
          refersTo: (xml.attribute("refersTo") ?? "").replace(/^=/, ""),
        });
      } else if (xml.name === "externalBook" || xml.name === "oleLink") {
        link.target = targets.get(xml.attribute("id") ?? "") ?? "";
      } else if (xml.name === "ddeLink") {
        link.target = xml.attribute("ddeService") ?? "";
      }
    }
  }
  // A sheet that could not be refreshed keeps what it had; one that had nothing was never found.
  for (const sheet of failed) if (link.cache.get(sheet)?.size === 0) link.cache.set(sheet, null);
  return link;
}

function tooMany(part: string): FileFault {
  const most = DEFAULT_MAX_CELLS.toLocaleString("en");
  return new FileFault("WORKBOOK_TOO_LARGE", `"${part}" keeps more than ${most} values of another workbook.`);
}

function sheetIndex(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

/** The key of `ExternalLink.cache`; 0 for an address that is none. */
function cellKey(address: string | undefined): number {
  const place = parseAddress(address ?? "");
  return place ? place.row * LAST_COLUMN + place.column - 1 : 0;
}

/** Last part of a path or URL, as Excel shows it in brackets. */
function fileName(target: string): string {
  const last = target.split(/[\\/]/).at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
