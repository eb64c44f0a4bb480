import { decodeCellText } from "../../ooxml/cell-text.ts";
import type { XmlReader } from "../../ooxml/xml.ts";
import { isTrue } from "../../ooxml/xml-tree.ts";
import type { DataValidation } from "../model.ts";
import { parseAreas } from "./areas.ts";

const TYPES: ReadonlySet<string> = new Set(["list", "whole", "decimal", "date", "time", "textLength", "custom"]);

/**
 * Data validations, those of the sheet itself and those of its extended part alike: there the formulas and the areas
 * stand in elements inside ([MS-XLSX] 2.6.36), here in `<formula1>` and an attribute.
 */
export class SheetValidations {
  readonly validations: DataValidation[] = [];
  readonly #formula: (stored: string) => string;
  #attributes: ReadonlyMap<string, string> | undefined;
  /** Texts of the elements inside the current validation: `formula1`, `formula2`, `sqref`. */
  #texts = new Map<string, string>();
  #reading: string | undefined;

  /** @param formula makes a stored formula one that users see */
  constructor(formula: (stored: string) => string) {
    this.#formula = formula;
  }

  /** Takes one token of the part, anywhere in it. */
  take(xml: XmlReader): void {
    if (xml.kind === "open" && xml.name === "dataValidation") {
      this.#attributes = xml.attributes();
      this.#texts = new Map();
    } else if (!this.#attributes) {
      return;
    } else if (xml.kind === "text") {
      if (this.#reading) this.#texts.set(this.#reading, (this.#texts.get(this.#reading) ?? "") + xml.text);
    } else if (xml.kind === "open") {
      if (xml.name === "formula1" || xml.name === "formula2" || xml.name === "sqref") this.#reading = xml.name;
    } else if (xml.name === this.#reading) {
      this.#reading = undefined;
    } else if (xml.name === "dataValidation") {
      this.#finish(this.#attributes);
      this.#attributes = undefined;
    }
  }

  #finish(attributes: ReadonlyMap<string, string>): void {
    const type = attributes.get("type") ?? "none";
    const areas = parseAreas(attributes.get("sqref") ?? this.#texts.get("sqref") ?? "");
    if (!TYPES.has(type) || areas.length === 0) return;
    const text = (name: string) => {
      const given = attributes.get(name);
      return given === undefined ? null : decodeCellText(given);
    };
    const formula = (name: string) => {
      const stored = this.#texts.get(name)?.trim();
      return stored ? this.#formula(decodeCellText(stored)) : null;
    };
    this.validations.push({
      areas,
      type: type as DataValidation["type"],
      operator: type === "list" || type === "custom" ? null : (attributes.get("operator") ?? "between"),
      formula1: formula("formula1"),
      formula2: formula("formula2"),
      allowBlank: isTrue(attributes.get("allowBlank") ?? ""),
      prompt: text("prompt"),
      error: text("error"),
    });
  }
}
