/** The model that the benchmarks of the engine and of imports calculate, in memory and as a file. */
import { join } from "node:path";
import exceljs from "exceljs";
import type { Cell, Sheet, Workbook } from "../lib/workbooks/model.ts";
import { emptySheet } from "../lib/workbooks/read/read-sheet.ts";

/** Each row holds three values and five formulas: a chain, a lookup, a running SUMIF, a text, an IF over a running SUM. */
export const FORMULAS_PER_ROW = 5;

/** A row of a model of so many. */
export function rowOf(row: number, rows: number): (number | string)[] {
  const chain = row === 1 ? "=A1" : `=D${row - 1}+A${row}*0.5`;
  return [
    row,
    ((row * 7919) % rows) + 1,
    `k${row % 100}`,
    chain,
    `=VLOOKUP(B${row},$A$1:$C$${rows},3,FALSE)`,
    `=SUMIF(C$1:C${row},C${row},A$1:A${row})`,
    `=UPPER(C${row})&"-"&LEN(C${row})&A${row}`,
    `=IF(D${row}>1000,SUM(A$1:A${row}),ROUND(D${row}/3,2))`,
  ];
}

export function modelOf(rows: number): Workbook {
  const cells: Cell[] = [];
  for (let row = 1; row <= rows; row++) {
    rowOf(row, rows).forEach((content, at) => {
      const isFormula = typeof content === "string" && content.startsWith("=");
      const formula = { text: String(content).slice(1), array: undefined, dynamic: false, anchor: undefined };
      cells.push({
        row,
        column: at + 1,
        raw: isFormula ? undefined : content,
        style: 0,
        formula: isFormula ? { ...formula, dataTable: false } : undefined,
      });
    });
  }
  const sheet: Sheet = { ...emptySheet({ name: "Model", index: 0, type: "worksheet", state: "visible" }), cells };
  return {
    sheets: [sheet],
    definedNames: [],
    tables: [],
    externalLinks: [],
    date1904: false,
    calc: {
      mode: "auto",
      iterate: false,
      iterateCount: 100,
      iterateDelta: 0.001,
      fullCalcOnLoad: false,
      precisionAsDisplayed: false,
    },
    hasMacros: false,
    application: null,
    appVersion: null,
    created: null,
    modified: null,
    styles: [{ numberFormat: "General" }],
    warnings: [],
  };
}

/** The model as a file without saved values, so that whoever opens it must calculate; `salt` makes it one of its kind. */
export async function writeModel(folder: string, name: string, rows: number, salt = ""): Promise<string> {
  const path = join(folder, name);
  const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: path });
  const sheet = book.addWorksheet("Model");
  for (let row = 1; row <= rows; row++) {
    const values = rowOf(row, rows).map((content) =>
      typeof content === "string" && content.startsWith("=") ? { formula: content.slice(1) } : content,
    );
    sheet.addRow(values).commit();
  }
  if (salt !== "") sheet.addRow([salt]).commit();
  await book.commit();
  return path;
}
