import { CellKind, rowTexts } from "../../../../lib/tables/cells.ts";
import { openXlsx, type SheetOptions } from "../../../../lib/tables/xlsx/open-xlsx.ts";

const KIND_NAMES = Object.fromEntries(Object.entries(CellKind).map(([name, kind]) => [kind, name]));

/** All rows of a sheet as texts, and the kind of each cell. */
export async function readAll(source: string | Uint8Array, options: SheetOptions = {}, maxRows = 10_000) {
  const reader = await openXlsx(source, options);
  const rows: string[][] = [];
  const kinds: (string | undefined)[][] = [];
  const gaps: number[] = [];
  try {
    for (let chunk = await reader.read(maxRows); chunk; chunk = await reader.read(maxRows)) {
      for (const row of chunk.gaps) gaps.push(rows.length + row);
      for (let row = 0; row < chunk.rows; row++) {
        rows.push(rowTexts(chunk, row));
        const cells = chunk.kinds!.subarray(chunk.rowCells[row], chunk.rowCells[row + 1]);
        kinds.push([...cells].map((kind) => KIND_NAMES[kind]));
      }
    }
  } finally {
    await reader.close();
  }
  return { sheet: reader.sheet, rows, kinds, gaps };
}
