/** Range, union and intersection of references. */
import { type ExcelError, NULL_ERROR, VALUE } from "../values.ts";
import { Reference, type SheetArea } from "./value.ts";

/** `a:b`: the smallest rectangle around both, on one sheet. */
export function joinAreas(left: Reference, right: Reference): Reference | ExcelError {
  const all = [...left.areas, ...right.areas];
  const { sheet } = all[0]!;
  if (all.some((area) => area.sheet !== sheet)) return VALUE;
  return Reference.area(
    sheet,
    Math.min(...all.map(({ firstRow }) => firstRow)),
    Math.min(...all.map(({ firstColumn }) => firstColumn)),
    Math.max(...all.map(({ lastRow }) => lastRow)),
    Math.max(...all.map(({ lastColumn }) => lastColumn)),
  );
}

export function uniteReferences(left: Reference, right: Reference): Reference {
  return new Reference([...left.areas, ...right.areas]);
}

/** `a b`: what both share; `#NULL!` when that is nothing. */
export function intersectReferences(left: Reference, right: Reference): Reference | ExcelError {
  const common: SheetArea[] = [];
  for (const a of left.areas) {
    for (const b of right.areas) {
      if (a.sheet !== b.sheet) continue;
      const firstRow = Math.max(a.firstRow, b.firstRow);
      const lastRow = Math.min(a.lastRow, b.lastRow);
      const firstColumn = Math.max(a.firstColumn, b.firstColumn);
      const lastColumn = Math.min(a.lastColumn, b.lastColumn);
      if (firstRow <= lastRow && firstColumn <= lastColumn) {
        common.push({ sheet: a.sheet, firstRow, lastRow, firstColumn, lastColumn });
      }
    }
  }
  return common.length === 0 ? NULL_ERROR : new Reference(common);
}
