/**
 * Syntax tree to closures, once for all cells that share a formula. Along the way it notes what the formula depends on.
 *
 * Two views of every operand: `raw` leaves references unread (SUM, INDEX, `:` want them so), `single` reads them:
 * whole in array formulas, else intersected with the row or column of the formula's cell.
 */
import { NAME, REF, type Scalar } from "../../values.ts";
import type { Origin } from "../area-spec.ts";
import { CallBinder } from "../call.ts";
import { type Dependencies, DependencyList } from "../dependencies.ts";
import { Dereferencer } from "../dereference.ts";
import type { Directory } from "../directory.ts";
import { Failure } from "../failure.ts";
import type { Node } from "../formula/ast.ts";
import { parseFormula } from "../formula/parser.ts";
import { findFunction } from "../functions/registry.ts";
import { finite } from "../operators.ts";
import type { At, Compiled, Runtime } from "../runtime.ts";
import { ArrayValue, isMatrix, type Matrix } from "../value.ts";
import { CallCompiler } from "./calls.ts";
import { NameCompiler } from "./names.ts";
import { binaryOperation, lastOperation, unaryOperation } from "./operations.ts";
import { fail, isReferenceNode, type Operands, type Place, type Single } from "./place.ts";
import { ReferenceCompiler } from "./references.ts";

/** A formula ready to run in any cell that it stands in with the same relative references. */
export type Template = Dependencies & {
  /** Yields the value of the whole formula, references read. */
  readonly run: (at: At) => Scalar | Matrix;
};

export class Compiler implements Operands {
  readonly #directory: Directory;
  readonly #date1904: boolean;
  readonly #dereference: Dereferencer;
  readonly #references: ReferenceCompiler;
  readonly #names: NameCompiler;
  readonly #calls: CallCompiler;

  constructor(runtime: Runtime, directory: Directory) {
    this.#directory = directory;
    this.#date1904 = runtime.date1904;
    this.#dereference = new Dereferencer(runtime, directory.store.sheets);
    const binder = new CallBinder(this.#dereference, runtime.date1904);
    this.#references = new ReferenceCompiler(runtime, directory, this);
    this.#calls = new CallCompiler(runtime, directory, this.#dereference, binder, this);
    this.#names = new NameCompiler(directory, this, (name, place) => this.#calls.functionByName(name, place));
  }

  /** Compiles the formula of a cell. A formula that cannot be read compiles to its failure. */
  formula(text: string, sheet: number, origin: Origin, arrays: boolean): Template {
    const node = parseFormula(text);
    const dependencies = new DependencyList();
    if (typeof node === "string") {
      const outcome = node === "parse_error" ? "error" : "unsupported";
      return { run: fail(new Failure(node, outcome)), ...dependencies.finish() };
    }
    const table = text.includes("[") ? this.#directory.tableAround(sheet, origin.row, origin.column) : undefined;
    const place: Place = { sheet, origin, arrays, link: undefined, variables: undefined, table, dependencies };
    // A function's name alone is no formula; as an argument it stands for the function.
    const run = this.#isFunctionName(node, sheet) ? () => NAME : this.#last(node, place);
    return { run, ...dependencies.finish() };
  }

  #isFunctionName(node: Node, sheet: number): boolean {
    if (node.type !== "name" || node.prefix !== undefined) return false;
    const known = this.#directory.name(node.name, sheet) ?? this.#directory.table(node.name);
    return known === undefined && findFunction(node.name.toUpperCase()) !== undefined;
  }

  /** A reference written as text, for INDIRECT. */
  reference(text: string, sheet: number, origin: Origin): Compiled {
    const node = parseFormula(text);
    if (typeof node === "string" || !isReferenceNode(node)) return () => REF;
    const dependencies = new DependencyList();
    const nowhere = { link: undefined, variables: undefined, table: undefined, dependencies };
    return this.raw(node, { sheet, origin, arrays: true, ...nowhere }, true);
  }

  /** The outermost operation. */
  #last(node: Node, place: Place): Single {
    if (node.type !== "binary" || (node.operator !== "+" && node.operator !== "-")) return this.single(node, place);
    const { operator, left, right } = node;
    return lastOperation(operator, this.single(left, place), this.single(right, place), this.#date1904);
  }

  single(node: Node, place: Place): Single {
    switch (node.type) {
      case "cell":
        return this.#references.cellValue(node, place) ?? this.#read(this.raw(node, place), place);
      case "binary": {
        const { operator, left, right } = node;
        return binaryOperation(operator, this.single(left, place), this.single(right, place), this.#date1904);
      }
      case "prefix":
        return this.#prefix(node.operator, node.operand, place);
      case "postfix":
        if (node.operator === "#") return this.#read(this.raw(node, place), place);
        return unaryOperation(this.single(node.operand, place), (value) => finite(value / 100), this.#date1904);
      case "parentheses":
        return this.single(node.inner, place);
      default:
        return this.#read(this.raw(node, place), place);
    }
  }

  #read(run: Compiled, place: Place): Single {
    const read = this.#dereference;
    if (place.arrays) {
      return (at) => {
        const value = run(at);
        return typeof value === "object" && value !== null ? read.whole(value) : value;
      };
    }
    return (at) => {
      const value = run(at);
      return typeof value === "object" && value !== null ? read.intersected(value, at) : value;
    };
  }

  #prefix(operator: "-" | "+" | "@", operand: Node, place: Place): Single {
    if (operator === "-") return unaryOperation(this.single(operand, place), (value) => finite(-value), this.#date1904);
    if (operator === "+") return this.single(operand, place);
    const run = this.raw(operand, { ...place, arrays: false });
    return (at) => {
      const value = this.#dereference.intersected(run(at), at);
      return isMatrix(value) ? value.at(0, 0) : value;
    };
  }

  raw(node: Node, place: Place, addressOnly = false): Compiled {
    switch (node.type) {
      case "number":
      case "text":
      case "boolean":
      case "error": {
        const { value } = node;
        return () => value;
      }
      case "missing":
        return () => null;
      case "array": {
        const value = ArrayValue.of(node.rows);
        return () => value;
      }
      case "cell":
      case "area":
        return this.#references.area(node, place, addressOnly);
      case "structured":
        return this.#references.structured(node, place, addressOnly);
      case "name":
        return this.#names.name(node.prefix, node.name, place, addressOnly);
      case "call":
        return this.#calls.call(node, place);
      case "apply":
        return this.#calls.apply(this.raw(node.callee, place), node.args, place);
      case "join":
        return this.#references.join(node, place, addressOnly);
      case "postfix":
        return node.operator === "#" ? this.#references.spilled(node.operand, place) : this.single(node, place);
      case "parentheses":
        return this.raw(node.inner, place, addressOnly);
      case "prefix":
      case "binary":
        return this.single(node, place);
    }
  }
}
