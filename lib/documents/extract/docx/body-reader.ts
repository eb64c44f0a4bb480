/**
 * The paragraphs and table rows of a Word part (body, footnotes, endnotes), token by token.
 *
 * Element names are those of WordprocessingML (ECMA-376 part 1, 17). Left out: deleted and moved-away text, comments,
 * field codes, hidden text, phonetic guides, and the older copy that Word keeps of newer drawings.
 */
import type { XmlReader } from "../../../ooxml/xml.ts";
import { type HeadingStyles, outlineLevel } from "./heading-styles.ts";

export type Block = {
  text: string;
  level: number | null; // of a heading
  row: boolean; // of a table: follows the row before without a blank line
  bold: boolean; // all of it
  note: string | null; // id of the foot- or endnote it belongs to
};

const SKIPPED = new Set([
  ..."delText delInstrText instrText moveFrom Fallback rt sdtPr comment annotationRef".split(" "),
  ..."footnoteRef endnoteRef separator continuationSeparator docPr blipFill sectPr tblPr tblGrid".split(" "),
]);

type Paragraph = {
  text: string;
  style: string | null;
  outline: number | null;
  boldLength: number;
  goesOn: boolean; // its mark is deleted: the next paragraph is part of it
  after: Block[]; // text boxes anchored in it
};

type Table = { cells: string[] | null; cell: string[] | null };

export class BodyReader {
  readonly blocks: Block[] = [];
  readonly #styles: HeadingStyles;
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: Table[] = [];
  #skipBelow: number | null = null; // depth of the element being skipped
  #propertiesBelow: number | null = null; // depth of the open pPr
  #textBelow: number | null = null; // depth of the open t
  #run = { hidden: false, bold: false };
  #unfinished: Paragraph | null = null;
  #note: string | null = null;

  constructor(styles: HeadingStyles) {
    this.#styles = styles;
  }

  /** Takes in the token that the reader stands at. */
  take(xml: XmlReader): void {
    if (this.#skipBelow !== null) {
      if (xml.kind === "close" && xml.depth === this.#skipBelow) this.#skipBelow = null;
    } else if (xml.kind === "open") this.#open(xml);
    else if (xml.kind === "close") this.#close(xml);
    else if (this.#textBelow !== null) this.#write(xml.text);
  }

  #open(xml: XmlReader): void {
    const { name } = xml;
    if (SKIPPED.has(name) || name.endsWith("Change")) {
      this.#skipBelow = xml.depth;
      return;
    }
    if (this.#propertiesBelow !== null) {
      this.#openProperty(xml);
      return;
    }
    switch (name) {
      case "p":
        this.#paragraphs.push(this.#startParagraph());
        break;
      case "pPr":
        this.#propertiesBelow = xml.depth;
        break;
      case "del":
        this.#skipBelow = xml.depth;
        break;
      case "r":
        this.#run = { hidden: false, bold: false };
        break;
      case "vanish":
        this.#run.hidden = isOn(xml);
        break;
      case "b":
        this.#run.bold = isOn(xml);
        break;
      case "t":
        this.#textBelow = xml.depth;
        break;
      case "tab":
        this.#write("\t");
        break;
      case "br":
      case "cr":
        this.#write("\n");
        break;
      case "noBreakHyphen":
        this.#write("-");
        break;
      case "sym":
        this.#write(symbol(xml.attribute("char")));
        break;
      case "footnote":
      case "endnote":
        this.#openNote(xml);
        break;
      case "tbl":
        this.#tables.push({ cells: null, cell: null });
        break;
      case "tr":
        this.#setTable({ cells: [] });
        break;
      case "tc":
        this.#setTable({ cell: [] });
        break;
    }
  }

  #openProperty(xml: XmlReader): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph) return;
    const value = xml.attribute("val");
    if (xml.name === "pStyle" && value !== undefined) paragraph.style = value;
    else if (xml.name === "outlineLvl" && value !== undefined) paragraph.outline = Number(value);
    else if (xml.name === "del") paragraph.goesOn = true;
  }

  /** Separators and the like are notes only in name. */
  #openNote(xml: XmlReader): void {
    const type = xml.attribute("type");
    if (type !== undefined && type !== "normal") this.#skipBelow = xml.depth;
    else this.#note = xml.attribute("id") ?? null;
  }

  #close(xml: XmlReader): void {
    if (xml.depth === this.#propertiesBelow) this.#propertiesBelow = null;
    else if (xml.depth === this.#textBelow) this.#textBelow = null;
    else if (this.#propertiesBelow === null) this.#closeStructure(xml.name);
  }

  #closeStructure(name: string): void {
    if (name === "p") this.#endParagraph();
    else if (name === "tc") this.#endCell();
    else if (name === "tr") this.#endRow();
    else if (name === "tbl") this.#tables.pop();
    else if (name === "footnote" || name === "endnote") this.#note = null;
  }

  #startParagraph(): Paragraph {
    const unfinished = this.#unfinished;
    this.#unfinished = null;
    return unfinished ?? { text: "", style: null, outline: null, boldLength: 0, goesOn: false, after: [] };
  }

  #write(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph || this.#run.hidden || this.#propertiesBelow !== null) return;
    paragraph.text += text;
    if (this.#run.bold) paragraph.boldLength += text.length;
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (!paragraph) return;
    if (paragraph.goesOn) {
      this.#unfinished = { ...paragraph, goesOn: false };
      return;
    }
    const text = paragraph.text.trim();
    const cell = this.#tables.at(-1)?.cell;
    if (cell) {
      if (text !== "") cell.push(text);
      cell.push(...paragraph.after.map((block) => block.text));
      return;
    }
    const level =
      (paragraph.outline === null ? null : outlineLevel(paragraph.outline)) ??
      (paragraph.style === null ? null : (this.#styles.get(paragraph.style) ?? null));
    const bold = text !== "" && paragraph.boldLength >= text.length;
    const own: Block[] = text === "" ? [] : [{ text, level, row: false, bold, note: this.#note }];
    this.#emit([...own, ...paragraph.after]);
  }

  /** Blocks of a text box wait until the paragraph around them is over. */
  #emit(blocks: readonly Block[]): void {
    const host = this.#paragraphs.at(-1);
    (host ? host.after : this.blocks).push(...blocks);
  }

  #setTable(change: Partial<Table>): void {
    const table = this.#tables.at(-1);
    if (table) Object.assign(table, change);
  }

  #endCell(): void {
    const table = this.#tables.at(-1);
    if (!table?.cell) return;
    table.cells?.push(table.cell.join(" ").replaceAll(/[\t\n]+/g, " "));
    table.cell = null;
  }

  #endRow(): void {
    const cells = this.#tables.at(-1)?.cells;
    if (!cells) return;
    this.#setTable({ cells: null });
    const text = cells.join("\t").trimEnd();
    if (text.trim() === "") return;
    const outer = this.#tables.at(-2)?.cell;
    if (outer) outer.push(cells.filter((cell) => cell !== "").join(" "));
    else this.#emit([{ text, level: null, row: true, bold: false, note: this.#note }]);
  }
}

function isOn(xml: XmlReader): boolean {
  const value = xml.attribute("val");
  return value === undefined || (value !== "0" && value !== "false" && value !== "off" && value !== "none");
}

/** A character of a symbol font: those in the private use area (F000 on) mean nothing outside their font. */
function symbol(code: string | undefined): string {
  const value = Number.parseInt(code ?? "", 16);
  return Number.isNaN(value) || value >= 0xe000 ? "" : String.fromCharCode(value);
}
