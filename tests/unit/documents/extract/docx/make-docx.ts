/** Word documents for tests, written as the XML they are made of (ECMA-376 part 1, 17; part 2). */
import { makeZip } from "../../make-zip.ts";

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

export type Parts = {
  body: string;
  styles?: string;
  footnotes?: string;
  core?: string;
  app?: string;
  more?: Record<string, string | Uint8Array>;
};

export function makeDocx({ body, styles, footnotes, core, app, more = {} }: Parts, packed?: "deflated"): Buffer {
  return makeZip(
    {
      "[Content_Types].xml": `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}"/></Types>`,
      "_rels/.rels": relations([
        ["officeDocument", "word/document.xml"],
        ["core-properties", "docProps/core.xml"],
        ["extended-properties", "docProps/app.xml"],
      ]),
      "word/_rels/document.xml.rels": relations([
        ["styles", "styles.xml"],
        ["footnotes", "footnotes.xml"],
      ]),
      "word/document.xml": `${DECLARATION}<w:document ${W} ${MC}><w:body>${body}</w:body></w:document>`,
      ...(styles === undefined ? {} : { "word/styles.xml": `<w:styles ${W}>${styles}</w:styles>` }),
      ...(footnotes === undefined ? {} : { "word/footnotes.xml": `<w:footnotes ${W}>${footnotes}</w:footnotes>` }),
      ...(core === undefined ? {} : { "docProps/core.xml": coreProperties(core) }),
      ...(app === undefined ? {} : { "docProps/app.xml": `<Properties>${app}</Properties>` }),
      ...more,
    },
    packed,
  );
}

function relations(list: [type: string, target: string][]): string {
  const entries = list.map(([type, target], index) => {
    return `<Relationship Id="r${index}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  });
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join("")}</Relationships>`;
}

function coreProperties(content: string): string {
  const spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"';
  return `<cp:coreProperties xmlns:cp="urn:cp" ${spaces}>${content}</cp:coreProperties>`;
}

/** A paragraph: its text, and what stands in its properties. */
export function p(text: string, properties = ""): string {
  return `<w:p><w:pPr>${properties}</w:pPr>${r(text)}</w:p>`;
}

export function r(text: string, properties = ""): string {
  return `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
}

export function styled(style: string, text: string): string {
  return p(text, `<w:pStyle w:val="${style}"/>`);
}
