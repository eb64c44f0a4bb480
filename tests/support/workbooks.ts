import exceljs from "exceljs";

type CellContent =
  | number
  | string
  | boolean
  | { formula: string; result?: number | string | boolean | { error: string } };

/** An Excel file in memory: sheets of cells by address; a formula carries the value that Excel would have saved. */
export async function workbook(sheets: Record<string, Record<string, CellContent>>): Promise<Buffer> {
  const book = new exceljs.Workbook();
  for (const [name, cells] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name);
    for (const [address, content] of Object.entries(cells)) sheet.getCell(address).value = content as exceljs.CellValue;
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}
