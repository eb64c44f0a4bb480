/** What a formula refers to: for the order of calculation, and as `depends_on` lists it (spec §4.8). */
import { type AreaSpec, resolveSpec } from "./area-spec.ts";
import { address, columnLetters, LAST_COLUMN, LAST_ROW } from "./formula/a1.ts";

export type Dependencies = {
  /** Cells that must be calculated before the formula. */
  readonly precedents: readonly AreaSpec[];
  /** Every reference, those of which only the address counts included: a change there may change the result. */
  readonly references: readonly AreaSpec[];
  readonly listed: readonly Listed[];
  readonly volatile: boolean;
  /** Reads cells that no reference in it names (INDIRECT, OFFSET, `A1:INDEX(…)`): any change may change the result. */
  readonly dynamic: boolean;
  /** Names of all functions called, upper case. */
  readonly functions: ReadonlySet<string>;
};

/** An entry of `depends_on`: a reference, on a sheet that has no cells here with that sheet's label; or plain text. */
export type Listed = { readonly spec: AreaSpec; readonly label: string | undefined } | { readonly text: string };

/** Collects them in order of first appearance. */
export class DependencyList {
  readonly #precedents: AreaSpec[] = [];
  readonly #listed: Listed[] = [];
  readonly functions = new Set<string>();
  volatile = false;
  dynamic = false;

  /** `label` names the sheet where it is none of ours: then the reference is listed only. */
  add(spec: AreaSpec, calculatedFirst: boolean, label?: string): void {
    if (calculatedFirst && spec.sheet >= 0) this.#precedents.push(spec);
    this.#listed.push({ spec, label });
  }

  addText(text: string): void {
    this.#listed.push({ text });
  }

  addAll(other: DependencyList): void {
    if (other === this) return;
    this.#precedents.push(...other.#precedents);
    this.#listed.push(...other.#listed);
    for (const name of other.functions) this.functions.add(name);
    if (other.volatile) this.volatile = true;
    if (other.dynamic) this.dynamic = true;
  }

  finish(): Dependencies {
    const references = this.#listed.flatMap((entry) => ("spec" in entry && entry.spec.sheet >= 0 ? [entry.spec] : []));
    return {
      precedents: this.#precedents,
      references,
      listed: this.#listed,
      volatile: this.volatile,
      dynamic: this.dynamic,
      functions: this.functions,
    };
  }
}

/** The `depends_on` list of a formula in a cell: unique, in order, `$` removed, bounds ordered. */
export function listDependencies(
  listed: readonly Listed[],
  row: number,
  column: number,
  sheetName: (index: number) => string,
): string[] {
  const entries = new Set<string>();
  for (const entry of listed) {
    if ("text" in entry) entries.add(entry.text);
    else {
      const { sheet, firstRow, firstColumn, lastRow, lastColumn } = resolveSpec(entry.spec, row, column);
      const name = entry.label ?? sheetName(sheet);
      const body =
        firstRow === lastRow && firstColumn === lastColumn
          ? address(firstRow, firstColumn)
          : firstRow === 1 && lastRow === LAST_ROW
            ? `${columnLetters(firstColumn)}:${columnLetters(lastColumn)}`
            : firstColumn === 1 && lastColumn === LAST_COLUMN
              ? `${firstRow}:${lastRow}`
              : `${address(firstRow, firstColumn)}:${address(lastRow, lastColumn)}`;
      entries.add(`${name}!${body}`);
    }
  }
  return [...entries];
}
