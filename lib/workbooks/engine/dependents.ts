/**
 * From changed cells to the formulas that must be calculated again.
 *
 * No reverse edge is stored per cell. The formulas of one column that share a template form a group; each reference
 * of the template makes one edge from the columns it points to back to the group, and from a changed row follows by
 * arithmetic which rows of the group refer to it. Built on first use.
 */
import { type AreaSpec, type Bound, columnOfBound, rowOfBound } from "./area-spec.ts";
import { lowerBound } from "./column.ts";
import { LAST_ROW } from "./formula/a1.ts";
import type { Store } from "./store.ts";
import type { SheetArea } from "./value.ts";

/** What of a template is needed here. */
export type Referring = { readonly references: readonly AreaSpec[]; readonly dynamic: boolean };

/** Formulas of one column with one template: rows ascending. */
type Group = { readonly rows: Int32Array; readonly formulas: Int32Array };

/** One reference of a group, as seen from one column that it points to. */
type Edge = {
  readonly group: Group;
  readonly row1: Bound;
  readonly row2: Bound;
  /** Run in which all formulas of the group were found to depend on a change. */
  exhausted: number;
};

const BLOCK = 64;
/** Edges reaching over more blocks than this are kept in one list. */
const MAX_BLOCKS = 4;

class ColumnEdges {
  /** Edges by block of 64 target rows. */
  readonly blocks = new Map<number, Edge[]>();
  readonly long: Edge[] = [];
}

export class Dependents {
  readonly #store: Store;
  /** By sheet, then column. */
  readonly #edges: Map<number, ColumnEdges>[];
  /** Edges to many columns at once, as of `1:1` or `A:XFD`, by sheet. */
  readonly #wide: { edge: Edge; firstColumn: number; lastColumn: number }[][];
  readonly #dynamic: number[] = [];
  /** Cells of an array by their anchor. */
  readonly #members = new Map<number, number[]>();
  #run = 0;

  constructor(store: Store, templateOf: (formula: number) => Referring) {
    this.#store = store;
    this.#edges = store.sheets.map(() => new Map());
    this.#wide = store.sheets.map(() => []);
    for (const sheet of store.sheets) {
      sheet.columns.forEach((column, number) => {
        if (column?.formulas === undefined) return;
        const groups = new Map<Referring, { rows: number[]; formulas: number[] }>();
        column.formulaSlots.forEach((slot, position) => {
          const formula = column.formulas![slot]!;
          const { anchor } = store.formulas[formula]!;
          if (anchor >= 0) {
            const members = this.#members.get(anchor);
            if (members === undefined) this.#members.set(anchor, [formula]);
            else members.push(formula);
            return;
          }
          const template = templateOf(formula);
          if (template.dynamic) this.#dynamic.push(formula);
          let group = groups.get(template);
          if (group === undefined) {
            group = { rows: [], formulas: [] };
            groups.set(template, group);
          }
          group.rows.push(column.formulaRows[position]!);
          group.formulas.push(formula);
        });
        for (const [template, { rows, formulas }] of groups) {
          const group = { rows: Int32Array.from(rows), formulas: Int32Array.from(formulas) };
          for (const spec of template.references) this.#addEdge(spec, group, number);
        }
      });
    }
  }

  #addEdge(spec: AreaSpec, group: Group, ownColumn: number): void {
    const first = columnOfBound(spec.column1, ownColumn);
    const last = columnOfBound(spec.column2, ownColumn);
    const [firstColumn, lastColumn] = first <= last ? [first, last] : [last, first];
    if (lastColumn - firstColumn > 64) {
      const edge = { group, row1: spec.row1, row2: spec.row2, exhausted: 0 };
      this.#wide[spec.sheet]!.push({ edge, firstColumn, lastColumn });
      return;
    }
    for (let column = firstColumn; column <= lastColumn; column++) {
      const edge: Edge = { group, row1: spec.row1, row2: spec.row2, exhausted: 0 };
      const columns = this.#edges[spec.sheet]!;
      let edges = columns.get(column);
      if (edges === undefined) {
        edges = new ColumnEdges();
        columns.set(column, edges);
      }
      const ends = [group.rows[0]!, group.rows.at(-1)!].flatMap((own) => [
        rowOfBound(spec.row1, own),
        rowOfBound(spec.row2, own),
      ]);
      const firstBlock = Math.floor(Math.min(...ends) / BLOCK);
      const lastBlock = Math.floor(Math.max(...ends) / BLOCK);
      if (lastBlock - firstBlock >= MAX_BLOCKS) edges.long.push(edge);
      else {
        for (let block = firstBlock; block <= lastBlock; block++) {
          const list = edges.blocks.get(block);
          if (list === undefined) edges.blocks.set(block, [edge]);
          else list.push(edge);
        }
      }
    }
  }

  /** All formulas that depend on the areas, directly or through others; formulas inside them not included as such. */
  of(areas: readonly SheetArea[]): number[] {
    this.#run++;
    const found: number[] = [];
    const seen = new Uint8Array(this.#store.formulas.length);
    const add = (formula: number) => {
      if (seen[formula]) return;
      seen[formula] = 1;
      found.push(formula);
    };
    for (const formula of this.#dynamic) add(formula);
    for (const area of areas) this.#referringTo(area, add);
    for (let at = 0; at < found.length; at++) {
      const formula = found[at]!;
      for (const member of this.#members.get(formula) ?? []) add(member);
      const row = this.#store.rowOf[formula]!;
      const column = this.#store.columnOf[formula]!;
      const sheet = this.#store.sheetOf[formula]!;
      this.#referringTo({ sheet, firstRow: row, lastRow: row, firstColumn: column, lastColumn: column }, add);
    }
    return found;
  }

  #referringTo(area: SheetArea, add: (formula: number) => void): void {
    const { sheet, firstRow, lastRow } = area;
    for (let column = area.firstColumn; column <= area.lastColumn; column++) {
      const edges = this.#edges[sheet]!.get(column);
      if (edges === undefined) continue;
      for (const edge of edges.long) this.#follow(edge, firstRow, lastRow, add);
      const lastBlock = Math.floor(lastRow / BLOCK);
      for (let block = Math.floor(firstRow / BLOCK); block <= lastBlock; block++) {
        for (const edge of edges.blocks.get(block) ?? []) this.#follow(edge, firstRow, lastRow, add);
      }
    }
    for (const { edge, firstColumn, lastColumn } of this.#wide[sheet]!) {
      if (firstColumn <= area.lastColumn && lastColumn >= area.firstColumn) this.#follow(edge, firstRow, lastRow, add);
    }
  }

  /** The formulas of the edge's group whose reference meets the rows from `firstRow` to `lastRow`. */
  #follow(edge: Edge, firstRow: number, lastRow: number, add: (formula: number) => void): void {
    if (edge.exhausted === this.#run) return;
    const { group, row1, row2 } = edge;
    let [low, high] = [1, LAST_ROW];
    if (mayTurnOrWrap(edge)) {
      // Rare: bounds that turn over or reach round the edge of the sheet. All are taken.
    } else {
      // Meets when its first bound ≤ lastRow and its last bound ≥ firstRow.
      if (row1.relative) high = lastRow - row1.value;
      else if (row1.value > lastRow) return;
      if (row2.relative) low = firstRow - row2.value;
      else if (row2.value < firstRow) return;
    }
    const from = lowerBound(group.rows, low);
    const to = lowerBound(group.rows, high + 1);
    for (let at = from; at < to; at++) add(group.formulas[at]!);
    if (from === 0 && to === group.rows.length) edge.exhausted = this.#run;
  }
}

/** Whether for some row of the group the first bound lies below the second, or a bound beyond the sheet. */
function mayTurnOrWrap({ group, row1, row2 }: Edge): boolean {
  return [group.rows[0]!, group.rows.at(-1)!].some((own) => {
    const first = row1.relative ? row1.value + own : row1.value;
    const last = row2.relative ? row2.value + own : row2.value;
    return first > last || first < 1 || last > LAST_ROW;
  });
}
