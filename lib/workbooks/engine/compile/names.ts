/** Defined names, those of external links, tables by their name alone, and functions passed by name. */
import { NAME, NUM } from "../../values.ts";
import { DependencyList } from "../dependencies.ts";
import type { Directory } from "../directory.ts";
import { Failure } from "../failure.ts";
import type { Node, Prefix, StructuredNode } from "../formula/ast.ts";
import { parseFormula } from "../formula/parser.ts";
import { type Compiled, MAX_DEPTH } from "../runtime.ts";
import { fail, findVariable, isReferenceNode, type Operands, type Place, readVariable } from "./place.ts";

/** A defined name, compiled; `run` is set once that is done, so that a named lambda can call itself. */
type CompiledName = { run: Compiled | undefined; readonly dependencies: DependencyList };

export class NameCompiler {
  readonly #directory: Directory;
  readonly #operands: Operands;
  /** What a name means that is neither variable, defined name nor table: a function, perhaps. */
  readonly #otherwise: (name: string, place: Place) => Compiled | undefined;
  readonly #names = new Map<string, CompiledName>();

  constructor(
    directory: Directory,
    operands: Operands,
    otherwise: (name: string, place: Place) => Compiled | undefined,
  ) {
    this.#directory = directory;
    this.#operands = operands;
    this.#otherwise = otherwise;
  }

  name(prefix: Prefix | undefined, name: string, place: Place, addressOnly: boolean): Compiled {
    if (prefix === undefined) {
      const variable = findVariable(place.variables, name);
      if (variable !== undefined) return readVariable(variable);
    }
    const link = prefix?.workbook === undefined ? undefined : this.#directory.link(prefix.workbook);
    if (prefix?.workbook !== undefined && link !== "own") return this.#externalName(prefix, name, place, addressOnly);
    const scope = prefix?.sheet === undefined ? place.sheet : this.#directory.store.sheetNamed(prefix.sheet);
    const defined = scope === undefined ? undefined : this.#directory.name(name, scope);
    if (defined !== undefined) {
      const node = this.#directory.parsedName(defined);
      const key = `${defined.scope ?? ""}|${defined.name.toLowerCase()}`;
      return this.#compiledName(key, node, place, addressOnly, undefined);
    }
    const table = prefix === undefined ? this.#directory.table(name) : undefined;
    if (table !== undefined) {
      const whole: StructuredNode = {
        type: "structured",
        table: name,
        items: [],
        firstColumn: undefined,
        lastColumn: undefined,
      };
      return this.#operands.raw(whole, place, addressOnly);
    }
    const other = this.#otherwise(name, place);
    if (other !== undefined) return other;
    place.dependencies.addText(`name:${name}`);
    return () => NAME;
  }

  #externalName(prefix: Prefix, name: string, place: Place, addressOnly: boolean): Compiled {
    const link = this.#directory.link(prefix.workbook!);
    const lower = name.toLowerCase();
    const found =
      link === undefined || link === "own"
        ? undefined
        : link.definedNames.find((each) => each.name.toLowerCase() === lower);
    if (found === undefined || link === undefined || link === "own") {
      place.dependencies.addText(`${this.#directory.prefixLabel(prefix)}!${name}`);
      return fail(Failure.unsupportedConstruct("external_reference"));
    }
    const parsed = parseFormula(found.refersTo.replace(/^=/, ""));
    const node = typeof parsed === "string" ? undefined : parsed;
    return this.#compiledName(`[${link.index}]${lower}`, node, place, addressOnly, link.index);
  }

  #compiledName(
    key: string,
    node: Node | undefined,
    place: Place,
    addressOnly: boolean,
    link: number | undefined,
  ): Compiled {
    if (node === undefined) return () => NAME;
    const arrays = isReferenceNode(node) ? place.arrays : true;
    const fullKey = `${key}|${place.sheet}|${arrays}|${addressOnly}`;
    let compiled = this.#names.get(fullKey);
    if (compiled === undefined) {
      const own: CompiledName = { run: undefined, dependencies: new DependencyList() };
      compiled = own;
      this.#names.set(fullKey, own);
      const origin = { row: 1, column: 1 };
      const inner: Place = { ...place, origin, arrays, link, variables: undefined, dependencies: own.dependencies };
      own.run = this.#operands.raw(node, inner, addressOnly);
    }
    place.dependencies.addAll(compiled.dependencies);
    const { run } = compiled;
    if (run !== undefined) return run;
    // The name is being compiled: it calls itself.
    const later = compiled;
    return (at) => {
      if (at.depth >= MAX_DEPTH) return NUM;
      at.depth++;
      const value = later.run!(at);
      at.depth--;
      return value;
    };
  }
}
