import { makeZip, type PackedPart } from "./make-zip.ts";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A workbook written by hand: the parts a test cares about, the rest as plain as can be. */
export type XlsxParts = {
  /** `<row>` elements (then put into a worksheet), or a whole `<worksheet>`, by sheet name in workbook order. */
  sheets: Record<string, string>;
  /** Attributes of `<sheet>` by sheet name, such as `state="hidden"`. */
  sheetAttributes?: Record<string, string>;
  /** `<si>` elements. */
  strings?: string;
  /** Inside of `<styleSheet>`. */
  styles?: string;
  /** Elements of `<workbook>` before and after `<sheets>`. */
  beforeSheets?: string;
  afterSheets?: string;
  /** Further parts by name. */
  parts?: Record<string, string | Buffer | PackedPart>;
  /** Content types of further parts, by part name. */
  types?: Record<string, string>;
  /** Further `<Relationship>` elements of the workbook. */
  relationships?: string;
};

export function makeXlsx({
  sheets,
  sheetAttributes = {},
  strings,
  styles,
  beforeSheets = "",
  afterSheets = "",
  parts = {},
  types = {},
  relationships = "",
}: XlsxParts): Buffer {
  const names = Object.keys(sheets);
  const sheetParts = Object.fromEntries(
    Object.values(sheets).map((xml, index) => [`xl/worksheets/sheet${index + 1}.xml`, worksheet(xml)]),
  );
  const overrides: Record<string, string> = {
    "xl/workbook.xml": `${CONTENT}.sheet.main+xml`,
    ...Object.fromEntries(Object.keys(sheetParts).map((part) => [part, `${CONTENT}.worksheet+xml`])),
    ...types,
  };
  return makeZip({
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
      <Default Extension="xml" ContentType="application/xml"/>
      ${Object.entries(overrides)
        .map(([part, type]) => `<Override PartName="/${part}" ContentType="${type}"/>`)
        .join("")}</Types>`,
    "_rels/.rels": relationshipList(
      `<Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/>`,
    ),
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}">${beforeSheets}<sheets>${names
      .map(
        (name, i) =>
          `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" ${sheetAttributes[name] ?? ""} r:id="rId${i + 1}"/>`,
      )
      .join("")}</sheets>${afterSheets}</workbook>`,
    "xl/_rels/workbook.xml.rels": relationshipList(
      names
        .map(
          (_name, i) =>
            `<Relationship Id="rId${i + 1}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
        )
        .join("") +
        (strings === undefined
          ? ""
          : `<Relationship Id="rIdS" Type="${RELATIONSHIPS}/sharedStrings" Target="sharedStrings.xml"/>`) +
        (styles === undefined
          ? ""
          : `<Relationship Id="rIdY" Type="${RELATIONSHIPS}/styles" Target="/xl/styles.xml"/>`) +
        relationships,
    ),
    ...(strings === undefined ? {} : { "xl/sharedStrings.xml": `<sst xmlns="${MAIN}">${strings}</sst>` }),
    ...(styles === undefined ? {} : { "xl/styles.xml": `<styleSheet xmlns="${MAIN}">${styles}</styleSheet>` }),
    ...sheetParts,
    ...parts,
  });
}

/** A list of relationships, for a `.rels` part. */
export function relationshipList(elements: string): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${elements}</Relationships>`;
}

function worksheet(xml: string): string {
  if (!xml.startsWith("<row") && xml !== "") return xml;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${MAIN}"><sheetData>${xml}</sheetData></worksheet>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
