/** Calls: of declared functions, of lambdas by variable or name, and of what no engine has. */
import { ExcelError, type Scalar, VALUE } from "../../values.ts";
import type { CallBinder } from "../call.ts";
import type { Dereferencer } from "../dereference.ts";
import type { Directory } from "../directory.ts";
import { Failure } from "../failure.ts";
import type { Node } from "../formula/ast.ts";
import type { FunctionDefinition } from "../functions/contract.ts";
import { findFunction } from "../functions/registry.ts";
import { argumentMode, layOut, requiredArguments } from "../parameters.ts";
import type { At, Compiled, Runtime } from "../runtime.ts";
import { TOOLPAK_FUNCTIONS } from "../toolpak.ts";
import { isMatrix, Lambda, Reference } from "../value.ts";
import { compileIsOmitted, compileLambda, compileLet } from "./lambdas.ts";
import { fail, findVariable, type Operands, type Place, readVariable, type Single } from "./place.ts";

type CallNode = Extract<Node, { type: "call" }>;

export class CallCompiler {
  readonly #runtime: Runtime;
  readonly #directory: Directory;
  readonly #dereference: Dereferencer;
  readonly #binder: CallBinder;
  readonly #operands: Operands;

  constructor(
    runtime: Runtime,
    directory: Directory,
    dereference: Dereferencer,
    binder: CallBinder,
    operands: Operands,
  ) {
    this.#runtime = runtime;
    this.#directory = directory;
    this.#dereference = dereference;
    this.#binder = binder;
    this.#operands = operands;
  }

  call(node: CallNode, place: Place): Compiled {
    const name = node.name.toUpperCase();
    if (node.prefix === undefined) {
      const variable = findVariable(place.variables, name);
      if (variable !== undefined) return this.apply(readVariable(variable), node.args, place);
      const special = this.#special(name, node.args, place);
      if (special !== undefined) return special;
      const definition = findFunction(name);
      if (definition !== undefined) return this.#callDefinition(definition, node.args, place);
    }
    const named = this.#directory.name(node.name, place.sheet);
    const isLocal = node.prefix?.workbook === undefined || node.prefix.workbook === "0";
    if (named !== undefined && !named.macro && isLocal) {
      const refersTo = this.#directory.parsedName(named);
      if (refersTo !== undefined) {
        const lambda: Node = { type: "name", prefix: undefined, name: node.name };
        return this.apply(this.#operands.raw(lambda, { ...place, variables: undefined }), node.args, place);
      }
    }
    place.dependencies.functions.add(name);
    for (const arg of node.args) this.#operands.raw(arg, place);
    return fail(Failure.unsupportedFunction(name));
  }

  #callDefinition(definition: FunctionDefinition, args: readonly Node[], place: Place): Compiled {
    place.dependencies.functions.add(definition.name);
    if (DYNAMIC_FUNCTIONS.has(definition.name)) place.dependencies.dynamic = true;
    const { volatile } = definition;
    if (typeof volatile === "function" ? volatile(args.map(literalOf)) : volatile) place.dependencies.volatile = true;
    const layout = layOut(definition, args.length);
    if (layout === undefined) return fail(new Failure("parse_error", "error"));
    const compiled = args.map((arg, at) => {
      const mode = argumentMode(layout[at]!);
      const missing = arg.type === "missing";
      if (mode === "single") {
        const toolpak = TOOLPAK_FUNCTIONS.has(definition.name);
        return { run: toolpak ? this.#oneCell(arg, place) : this.#operands.single(arg, place), missing };
      }
      if (mode === "raw array") return { run: this.#operands.raw(arg, { ...place, arrays: true }), missing };
      const address = mode === "address";
      return { run: this.#operands.raw(arg, address ? { ...place, arrays: true } : place, address), missing };
    });
    return this.#binder.bind(definition, layout, compiled, this.#runtime.context(place.arrays));
  }

  /** An argument that may be a cell or an array, but no range of cells. */
  #oneCell(arg: Node, place: Place): Single {
    const run = this.#operands.raw(arg, place);
    return (at) => {
      const value = run(at);
      if (typeof value !== "object" || value === null) return value;
      if (!(value instanceof Reference)) return this.#dereference.whole(value);
      const read = this.#dereference.whole(value);
      return isMatrix(read) ? VALUE : read;
    };
  }

  /** A function as a value, `BYROW(x,SUM)`: its arguments come when it is applied. Undefined for other names. */
  functionByName(name: string, place: Place): Compiled | undefined {
    const definition = findFunction(name.toUpperCase());
    if (definition === undefined) return undefined;
    place.dependencies.functions.add(definition.name);
    const context = this.#runtime.context(true);
    const lambda = new Lambda(requiredArguments(definition), 255, (args) => {
      const layout = layOut(definition, args.length);
      if (layout === undefined) return VALUE;
      const bound = args.map((arg, at) => {
        const value = arg ?? null;
        const read = argumentMode(layout[at]!) === "single" ? this.#dereference.whole(value) : value;
        return { run: () => read, missing: arg === undefined };
      });
      return this.#binder.bind(definition, layout, bound, context)(NOWHERE);
    });
    return () => lambda;
  }

  /** Calls a value: of a lambda with these arguments. */
  apply(callee: Compiled, args: readonly Node[], place: Place): Compiled {
    const values = args.map((arg) => (arg.type === "missing" ? undefined : this.#operands.raw(arg, place)));
    return (at) => {
      const lambda = callee(at);
      if (!(lambda instanceof Lambda)) return lambda instanceof ExcelError ? lambda : VALUE;
      if (values.length < lambda.minimum || values.length > lambda.maximum) return VALUE;
      return lambda.call(values.map((value) => value?.(at)));
    };
  }

  /** Forms whose arguments are no ordinary expressions. */
  #special(name: string, args: readonly Node[], place: Place): Compiled | undefined {
    switch (name) {
      case "LET":
        return compileLet(args, place, this.#operands);
      case "LAMBDA":
        return compileLambda(args, place, this.#operands);
      case "ISOMITTED":
        return compileIsOmitted(args, place);
      case "SINGLE":
        return this.#operator("prefix", "@", args, place);
      case "ANCHORARRAY":
        return this.#operator("postfix", "#", args, place);
      default:
        return undefined;
    }
  }

  /** `SINGLE(x)` and `ANCHORARRAY(x)` are how files spell `@x` and `x#`. */
  #operator(
    ...[type, operator, args, place]: ["prefix", "@", readonly Node[], Place] | ["postfix", "#", readonly Node[], Place]
  ): Compiled | undefined {
    const [operand] = args;
    if (operand === undefined) return undefined;
    const node: Node = type === "prefix" ? { type, operator, operand } : { type, operator, operand };
    return this.#operands.raw(node, place);
  }
}

/** Functions that read cells which none of their arguments names. */
const DYNAMIC_FUNCTIONS = new Set(["INDIRECT", "OFFSET", "CELL", "GETPIVOTDATA"]);

/** Functions applied by name get their arguments as values; no argument of theirs looks at a cell. */
const NOWHERE: At = { sheet: 0, row: 1, column: 1, scope: undefined, depth: 0 };

function literalOf(node: Node): Scalar | undefined {
  return node.type === "text" || node.type === "number" || node.type === "boolean" ? node.value : undefined;
}
