import { decodeCellText } from "../../ooxml/cell-text.ts";
import type { OfficePackage } from "../../ooxml/package.ts";
import type { XmlElement } from "../../ooxml/xml-tree.ts";
import type { CalcSettings, DefinedName, Table, Workbook } from "../model.ts";
import { parseArea } from "./areas.ts";

/** `<calcPr>` with Excel's defaults (ECMA-376 part 1, section 18.2.2). */
export function readCalcSettings(workbook: XmlElement): CalcSettings {
  const settings = workbook.child("calcPr");
  const mode = settings?.attribute("calcMode");
  return {
    mode: mode === "manual" || mode === "autoNoTable" ? mode : "auto",
    iterate: settings?.flag("iterate") ?? false,
    iterateCount: settings?.number("iterateCount") ?? 100,
    iterateDelta: settings?.number("iterateDelta") ?? 0.001,
    fullCalcOnLoad: settings?.flag("fullCalcOnLoad") ?? false,
    precisionAsDisplayed: !(settings?.flag("fullPrecision", true) ?? true),
  };
}

/** Defined names, print areas and titles among them. @param formula makes a stored formula one that users see */
export function readDefinedNames(workbook: XmlElement, formula: (stored: string) => string): DefinedName[] {
  return workbook.path("definedNames", "definedName").map((element) => ({
    name: decodeCellText(element.attribute("name") ?? "").replace(/^_xlnm\./i, ""),
    scope: element.number("localSheetId") ?? null,
    refersTo: formula(decodeCellText(element.text)),
    hidden: element.flag("hidden"),
    macro: element.flag("function") || element.flag("vbProcedure") || element.flag("xlm"),
  }));
}

/** A table part; undefined where its area cannot be read. `filtered`: rows of the area are hidden by its filter. */
export function readTable(root: XmlElement, sheetIndex: number): { table: Table; filtered: boolean } | undefined {
  const area = parseArea(root.attribute("ref") ?? "");
  if (!area) return undefined;
  const table = {
    name: decodeCellText(root.attribute("displayName") ?? root.attribute("name") ?? ""),
    sheetIndex,
    area,
    columns: root.path("tableColumns", "tableColumn").map((column) => decodeCellText(column.attribute("name") ?? "")),
    headerRow: (root.number("headerRowCount") ?? 1) > 0,
    totalsRow: (root.number("totalsRowCount") ?? 0) > 0,
  };
  return { table, filtered: root.path("autoFilter", "filterColumn").length > 0 };
}

type Properties = Pick<Workbook, "application" | "appVersion" | "created" | "modified">;

/** Who made the workbook and when, from the two parts of document properties; null where a part or a field is missing. */
export async function readProperties(source: OfficePackage): Promise<Properties> {
  const relationships = await source.relationships("");
  const part = async (type: string) => {
    const target = relationships.find((one) => one.type === type)?.target;
    return target !== undefined && source.zip.has(target) ? await source.tree(target) : undefined;
  };
  const core = await part("core-properties");
  const app = await part("extended-properties");
  return {
    application: app?.child("Application")?.text || null,
    appVersion: app?.child("AppVersion")?.text || null,
    created: utcTime(core?.child("created")?.text),
    modified: utcTime(core?.child("modified")?.text),
  };
}

function utcTime(text: string | undefined): string | null {
  const time = new Date(text?.trim() || Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
