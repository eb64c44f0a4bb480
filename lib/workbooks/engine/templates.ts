/** The compiled formula of each formula cell, shared by all cells that say the same relative to where they stand. */
import type { Compiler, Template } from "./compile/compiler.ts";
import type { Directory } from "./directory.ts";
import { Failure } from "./failure.ts";
import type { Store } from "./store.ts";
import { templateKey } from "./template-key.ts";

export class Templates {
  readonly #store: Store;
  readonly #directory: Directory;
  readonly #compiler: Compiler;
  readonly #byFormula: (Template | undefined)[];
  readonly #byKey = new Map<string, Template>();

  constructor(store: Store, directory: Directory, compiler: Compiler) {
    this.#store = store;
    this.#directory = directory;
    this.#compiler = compiler;
    this.#byFormula = new Array(store.formulas.length);
  }

  /** Compiled on first use. The cells of an array share the template of their anchor. */
  of(formula: number): Template {
    const known = this.#byFormula[formula];
    if (known !== undefined) return known;
    const { anchor } = this.#store.formulas[formula]!;
    const template = anchor >= 0 ? this.of(anchor) : this.#compiled(formula);
    this.#byFormula[formula] = template;
    return template;
  }

  #compiled(formula: number): Template {
    const { text, array, dataTable } = this.#store.formulas[formula]!.formula;
    if (dataTable) return DATA_TABLE;
    const sheet = this.#store.sheetOf[formula]!;
    const row = this.#store.rowOf[formula]!;
    const column = this.#store.columnOf[formula]!;
    const arrays = array !== undefined;
    // Structured references may mean the table around the cell, which the text does not tell.
    const table = text.includes("[") ? this.#directory.tableAround(sheet, row, column)?.name : undefined;
    const key = `${sheet}${arrays ? "{" : "="}${table ?? ""}|${templateKey(text, row, column)}`;
    let template = this.#byKey.get(key);
    if (template === undefined) {
      template = this.#compiler.formula(text, sheet, { row, column }, arrays);
      this.#byKey.set(key, template);
    }
    return template;
  }
}

/** What-if data tables are never calculated. */
const DATA_TABLE: Template = {
  run: () => {
    throw Failure.unsupportedConstruct("data_table");
  },
  precedents: [],
  references: [],
  listed: [],
  volatile: false,
  dynamic: false,
  functions: new Set(),
};
