/** References, structured references, spilled ranges and the operators on references. */
import { ExcelError, NAME, REF, VALUE } from "../../values.ts";
import { type AreaSpec, areaSpec, cellSpec, columnOfBound, fixedSpec, resolveSpec, rowOfBound } from "../area-spec.ts";
import { type Directory, resolveStructured } from "../directory.ts";
import { Failure } from "../failure.ts";
import type { AreaNode, CellNode, Node, Prefix, StructuredNode } from "../formula/ast.ts";
import { intersectReferences, joinAreas, uniteReferences } from "../reference-operators.ts";
import type { Compiled, Runtime } from "../runtime.ts";
import { LOST_SHEET } from "../store.ts";
import { Reference } from "../value.ts";
import { fail, type Operands, type Place, type Single } from "./place.ts";

export class ReferenceCompiler {
  readonly #runtime: Runtime;
  readonly #directory: Directory;
  readonly #operands: Operands;

  constructor(runtime: Runtime, directory: Directory, operands: Operands) {
    this.#runtime = runtime;
    this.#directory = directory;
    this.#operands = operands;
  }

  /** Reads a cell at once, without making a reference; undefined where the node means no single cell. */
  cellValue(node: CellNode, place: Place): Single | undefined {
    const sheets = this.#sheets(node.prefix, place);
    if (!Array.isArray(sheets) || sheets.length !== 1) return undefined;
    const spec = cellSpec(node, sheets[0]!, place.origin);
    place.dependencies.add(spec, true);
    const store = this.#directory.store.sheets[sheets[0]!]!;
    const runtime = this.#runtime;
    const { row1: row, column1: column } = spec;
    if (row.relative && column.relative) {
      return (at) => runtime.read(store, rowOfBound(row, at.row), columnOfBound(column, at.column));
    }
    if (row.relative) return (at) => runtime.read(store, rowOfBound(row, at.row), column.value);
    if (column.relative) return (at) => runtime.read(store, row.value, columnOfBound(column, at.column));
    return () => runtime.read(store, row.value, column.value);
  }

  area(node: CellNode | AreaNode, place: Place, addressOnly: boolean): Compiled {
    const sheets = this.#sheets(node.prefix, place);
    if (sheets instanceof ExcelError) return () => sheets;
    if (sheets instanceof Failure) {
      const spec = node.type === "cell" ? cellSpec(node, -1, place.origin) : areaSpec(node, -1, place.origin);
      place.dependencies.add(spec, false, this.#directory.prefixLabel(node.prefix!));
      return fail(sheets);
    }
    const specs = sheets.map((sheet) =>
      node.type === "cell" ? cellSpec(node, sheet, place.origin) : areaSpec(node, sheet, place.origin),
    );
    for (const spec of specs) place.dependencies.add(spec, !addressOnly);
    return referenceTo(specs);
  }

  /** Indexes of the sheets that a prefix names: several for 3-D references. */
  #sheets(prefix: Prefix | undefined, place: Place): number[] | ExcelError | Failure {
    const { store } = this.#directory;
    const { workbook, sheet, lastSheet } = prefix ?? { workbook: undefined, sheet: undefined, lastSheet: undefined };
    const link = workbook === undefined ? undefined : this.#directory.link(workbook);
    const linkIndex = link === "own" ? undefined : (link?.index ?? place.link);
    if (workbook !== undefined && link === undefined) return Failure.unsupportedConstruct("external_reference");
    if (linkIndex !== undefined) {
      const cached = sheet === undefined || lastSheet !== undefined ? undefined : store.externalSheet(linkIndex, sheet);
      if (cached === LOST_SHEET) return REF;
      return cached === undefined ? Failure.unsupportedConstruct("external_reference") : [cached];
    }
    if (sheet === undefined) return [place.sheet];
    const first = store.sheetNamed(sheet);
    const last = lastSheet === undefined ? first : store.sheetNamed(lastSheet);
    if (first === undefined || last === undefined) return REF;
    const low = Math.min(first, last);
    const all = Array.from({ length: Math.abs(last - first) + 1 }, (_, at) => low + at);
    const worksheets = all.filter((index) => this.#directory.workbook.sheets[index]!.type === "worksheet");
    return worksheets.length === 0 ? REF : worksheets;
  }

  structured(node: StructuredNode, place: Place, addressOnly: boolean): Compiled {
    const table = node.table === undefined ? place.table : this.#directory.table(node.table);
    if (table === undefined) return () => (node.table === undefined ? REF : NAME);
    const area = resolveStructured(node, table);
    if (area instanceof ExcelError) return () => area;
    const spec = fixedSpec(area);
    if (!area.thisRow) {
      place.dependencies.add(spec, !addressOnly);
      return referenceTo([spec]);
    }
    const ownRow = { value: 0, relative: true };
    const rowSpec = { ...spec, row1: ownRow, row2: ownRow, isCell: area.firstColumn === area.lastColumn };
    place.dependencies.add(rowSpec, !addressOnly);
    const run = referenceTo([rowSpec]);
    return (at) => (at.row >= area.firstRow && at.row <= area.lastRow ? run(at) : VALUE);
  }

  /** `D1#`: the range that the array formula in a cell spilled over. */
  spilled(operand: Node, place: Place): Compiled {
    place.dependencies.dynamic = true;
    const run = this.#operands.raw(operand, place);
    return (at) => {
      const value = run(at);
      if (!(value instanceof Reference)) return value instanceof ExcelError ? value : REF;
      const { sheet, firstRow, firstColumn } = value.areas[0]!;
      return this.#runtime.spilledArea(sheet, firstRow, firstColumn);
    };
  }

  join(node: Extract<Node, { type: "join" }>, place: Place, addressOnly: boolean): Compiled {
    // What `:` and intersections leave of their operands is known only at run time, and read then.
    const unread = addressOnly || node.operator !== ",";
    const folded = node.operator === ":" ? foldRange(node.left, node.right) : undefined;
    if (folded !== undefined) return this.area(folded, place, addressOnly);
    if (node.operator === ":") place.dependencies.dynamic = true;
    const left = this.#operands.raw(node.left, place, unread);
    const right = this.#operands.raw(node.right, place, unread);
    const join = node.operator === ":" ? joinAreas : node.operator === "," ? uniteReferences : intersectReferences;
    return (at) => {
      const a = left(at);
      if (!(a instanceof Reference)) return a instanceof ExcelError ? a : VALUE;
      const b = right(at);
      if (!(b instanceof Reference)) return b instanceof ExcelError ? b : VALUE;
      return join(a, b);
    };
  }
}

function referenceTo(specs: readonly AreaSpec[]): Compiled {
  const [only] = specs;
  if (specs.length === 1 && only !== undefined) {
    if (!only.row1.relative && !only.row2.relative && !only.column1.relative && !only.column2.relative) {
      const fixed = new Reference([resolveSpec(only, 1, 1)]);
      return () => fixed;
    }
    return (at) => new Reference([resolveSpec(only, at.row, at.column)]);
  }
  return (at) => new Reference(specs.map((spec) => resolveSpec(spec, at.row, at.column)));
}

/** Two cells of one sheet joined by `:` though each carries the sheet's name: `S!A1:S!B2`. */
function foldRange(left: Node, right: Node): AreaNode | undefined {
  if (left.type !== "cell" || right.type !== "cell") return undefined;
  const { prefix } = left;
  const same =
    right.prefix === undefined ||
    (prefix?.sheet?.toLowerCase() === right.prefix.sheet?.toLowerCase() && prefix?.workbook === right.prefix.workbook);
  if (!same) return undefined;
  return {
    type: "area",
    prefix,
    firstRow: left.row,
    lastRow: right.row,
    firstColumn: left.column,
    lastColumn: right.column,
  };
}
