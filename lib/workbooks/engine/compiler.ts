/**
 * Syntax tree to closures, once for all cells that share a formula. Along the way it notes what the formula depends on.
 *
 * Two views of every operand: `raw` leaves references unread (SUM, INDEX, `:` want them so), `single` reads them:
 * whole in array formulas, else intersected with the row or column of the formula's cell.
 */
import type { Table } from "../model.ts";
import { ExcelError, NAME, NUM, REF, type Scalar, VALUE } from "../values.ts";
import {
  type AreaSpec,
  areaSpec,
  cellSpec,
  columnOfBound,
  fixedSpec,
  type Origin,
  resolveSpec,
  rowOfBound,
} from "./area-spec.ts";
import { argumentMode, CallBinder, layOut, requiredArguments } from "./call.ts";
import { toNumber } from "./coerce.ts";
import { type Dependencies, DependencyList } from "./dependencies.ts";
import { Dereferencer } from "./dereference.ts";
import { type Directory, resolveStructured } from "./directory.ts";
import { Failure } from "./failure.ts";
import type { AreaNode, CellNode, Node, Prefix, StructuredNode } from "./formula/ast.ts";
import { parseFormula } from "./formula/parser.ts";
import type { FunctionDefinition } from "./functions/contract.ts";
import { findFunction } from "./functions/registry.ts";
import { finite, mapScalars, scalarOperator, snapToZero } from "./operators.ts";
import { intersectReferences, joinAreas, uniteReferences } from "./reference-operators.ts";
import { type At, type Compiled, MAX_DEPTH, type Runtime, type Scope } from "./runtime.ts";
import { LOST_SHEET } from "./store.ts";
import { TOOLPAK_FUNCTIONS } from "./toolpak.ts";
import { ArrayValue, isMatrix, Lambda, type Matrix, Reference } from "./value.ts";

/** A formula ready to run in any cell that it stands in with the same relative references. */
export type Template = Dependencies & {
  /** Yields the value of the whole formula, references read. */
  readonly run: (at: At) => Scalar | Matrix;
};

/** Where the piece of formula being compiled stands. */
type Place = {
  /** Sheet of the formula's cell: unqualified references mean it. */
  readonly sheet: number;
  readonly origin: Origin;
  readonly arrays: boolean;
  /** External link whose sheets unqualified prefixes mean; set inside names of a link. */
  readonly link: number | undefined;
  readonly variables: Variables | undefined;
  readonly table: Table | undefined;
  readonly dependencies: DependencyList;
};

type Variables = { readonly names: readonly string[]; readonly outer: Variables | undefined };

type Single = (at: At) => Scalar | Matrix;

/** A defined name, compiled; `run` is set once that is done, so that a named lambda can call itself. */
type CompiledName = { run: Compiled | undefined; readonly dependencies: DependencyList };

export class Compiler {
  readonly #runtime: Runtime;
  readonly #directory: Directory;
  readonly #dereference: Dereferencer;
  readonly #binder: CallBinder;
  readonly #names = new Map<string, CompiledName>();

  constructor(runtime: Runtime, directory: Directory) {
    this.#runtime = runtime;
    this.#directory = directory;
    this.#dereference = new Dereferencer(runtime, directory.store.sheets);
    this.#binder = new CallBinder(this.#dereference, runtime.date1904);
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
    return this.#raw(
      node,
      { sheet, origin, arrays: true, link: undefined, variables: undefined, table: undefined, dependencies },
      true,
    );
  }

  /** The outermost operation, whose sum or difference Excel snaps to 0. */
  #last(node: Node, place: Place): Single {
    if (node.type === "binary" && (node.operator === "+" || node.operator === "-")) {
      const left = this.#single(node.left, place);
      const right = this.#single(node.right, place);
      const apply = scalarOperator(node.operator, this.#runtime.date1904);
      return (at) => {
        const a = left(at);
        const b = right(at);
        return isMatrix(a) || isMatrix(b)
          ? mapScalars([a, b], ([x, y]) => apply(x!, y!))
          : snapToZero(apply(a, b), a, b);
      };
    }
    return this.#single(node, place);
  }

  // ---- operands read --------------------------------------------------------------------------------------------

  #single(node: Node, place: Place): Single {
    switch (node.type) {
      case "cell":
        return this.#readCell(node, place);
      case "binary": {
        const left = this.#single(node.left, place);
        const right = this.#single(node.right, place);
        return this.#binary(node.operator, left, right);
      }
      case "prefix":
        return this.#prefix(node.operator, node.operand, place);
      case "postfix": {
        if (node.operator === "#") break;
        const operand = this.#single(node.operand, place);
        return this.#unary(operand, (value) => finite(value / 100));
      }
      case "parentheses":
        return this.#single(node.inner, place);
      default:
        break;
    }
    const run = this.#raw(node, place, false);
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

  #binary(operator: Extract<Node, { type: "binary" }>["operator"], left: Single, right: Single): Single {
    const apply = scalarOperator(operator, this.#runtime.date1904);
    const spread = (a: Scalar | Matrix, b: Scalar | Matrix): Scalar | Matrix =>
      isMatrix(a) || isMatrix(b) ? mapScalars([a, b], ([x, y]) => apply(x!, y!)) : apply(a, b);
    // Two numbers are the common case, and V8 makes most of it when the operation stands in the closure itself.
    switch (operator) {
      case "+":
        return (at) => {
          const a = left(at);
          const b = right(at);
          return typeof a === "number" && typeof b === "number" ? finite(a + b) : spread(a, b);
        };
      case "-":
        return (at) => {
          const a = left(at);
          const b = right(at);
          return typeof a === "number" && typeof b === "number" ? finite(a - b) : spread(a, b);
        };
      case "*":
        return (at) => {
          const a = left(at);
          const b = right(at);
          return typeof a === "number" && typeof b === "number" ? finite(a * b) : spread(a, b);
        };
      case "/":
        return (at) => {
          const a = left(at);
          const b = right(at);
          return typeof a === "number" && typeof b === "number" && b !== 0 ? finite(a / b) : spread(a, b);
        };
      default:
        return (at) => spread(left(at), right(at));
    }
  }

  #unary(operand: Single, compute: (value: number) => Scalar): Single {
    const { date1904 } = this.#runtime;
    const apply = (value: Scalar): Scalar => {
      const number = toNumber(value, date1904);
      return typeof number === "number" ? compute(number) : number;
    };
    return (at) => {
      const value = operand(at);
      return isMatrix(value) ? mapScalars([value], ([element]) => apply(element!)) : apply(value);
    };
  }

  #prefix(operator: "-" | "+" | "@", operand: Node, place: Place): Single {
    if (operator === "-") return this.#unary(this.#single(operand, place), (value) => finite(-value));
    if (operator === "+") return this.#single(operand, place);
    const run = this.#raw(operand, { ...place, arrays: false }, false);
    return (at) => {
      const value = this.#dereference.intersected(run(at), at);
      return isMatrix(value) ? value.at(0, 0) : value;
    };
  }

  #readCell(node: CellNode, place: Place): Single {
    const sheet = this.#oneSheet(node.prefix, place);
    if (typeof sheet !== "number") return this.#singleOf(this.#raw(node, place, false), place);
    const spec = cellSpec(node, sheet, place.origin);
    place.dependencies.add(spec, true);
    const store = this.#directory.store.sheets[sheet]!;
    const runtime = this.#runtime;
    const { row1: row, column1: column } = spec;
    if (row.relative && column.relative) {
      return (at) => runtime.read(store, rowOfBound(row, at.row), columnOfBound(column, at.column));
    }
    if (row.relative) return (at) => runtime.read(store, rowOfBound(row, at.row), column.value);
    if (column.relative) return (at) => runtime.read(store, row.value, columnOfBound(column, at.column));
    return () => runtime.read(store, row.value, column.value);
  }

  #singleOf(run: Compiled, place: Place): Single {
    const read = this.#dereference;
    return place.arrays ? (at) => read.whole(run(at)) : (at) => read.intersected(run(at), at);
  }

  // ---- operands unread ------------------------------------------------------------------------------------------

  /** With `addressOnly` a reference that stands here itself is not calculated first. */
  #raw(node: Node, place: Place, addressOnly: boolean): Compiled {
    switch (node.type) {
      case "number":
      case "text":
      case "boolean": {
        const { value } = node;
        return () => value;
      }
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
        return this.#reference(node, place, addressOnly);
      case "structured":
        return this.#structured(node, place, addressOnly);
      case "name":
        return this.#name(node.prefix, node.name, place, addressOnly);
      case "call":
        return this.#call(node, place);
      case "apply": {
        const callee = this.#raw(node.callee, place, false);
        return this.#apply(callee, node.args, place);
      }
      case "join":
        return this.#join(node, place, addressOnly);
      case "postfix":
        return node.operator === "#" ? this.#spilled(node.operand, place) : this.#single(node, place);
      case "parentheses":
        return this.#raw(node.inner, place, addressOnly);
      case "prefix":
      case "binary":
        return this.#single(node, place);
    }
  }

  #reference(node: CellNode | AreaNode, place: Place, addressOnly: boolean): Compiled {
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

  #oneSheet(prefix: Prefix | undefined, place: Place): number | undefined {
    const sheets = this.#sheets(prefix, place);
    return Array.isArray(sheets) && sheets.length === 1 ? sheets[0] : undefined;
  }

  #structured(node: StructuredNode, place: Place, addressOnly: boolean): Compiled {
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

  #spilled(operand: Node, place: Place): Compiled {
    place.dependencies.dynamic = true;
    const run = this.#raw(operand, place, false);
    return (at) => {
      const value = run(at);
      if (!(value instanceof Reference)) return value instanceof ExcelError ? value : REF;
      const { sheet, firstRow, firstColumn } = value.areas[0]!;
      return this.#runtime.spilledArea(sheet, firstRow, firstColumn);
    };
  }

  #join(node: Extract<Node, { type: "join" }>, place: Place, addressOnly: boolean): Compiled {
    // What `:` and intersections leave of their operands is known only at run time, and read then.
    const unread = addressOnly || node.operator !== ",";
    const folded = node.operator === ":" ? foldRange(node.left, node.right) : undefined;
    if (folded !== undefined) return this.#reference(folded, place, addressOnly);
    if (node.operator === ":") place.dependencies.dynamic = true;
    const left = this.#raw(node.left, place, unread);
    const right = this.#raw(node.right, place, unread);
    const join = node.operator === ":" ? joinAreas : node.operator === "," ? uniteReferences : intersectReferences;
    return (at) => {
      const a = left(at);
      if (!(a instanceof Reference)) return a instanceof ExcelError ? a : VALUE;
      const b = right(at);
      if (!(b instanceof Reference)) return b instanceof ExcelError ? b : VALUE;
      return join(a, b);
    };
  }

  // ---- names ----------------------------------------------------------------------------------------------------

  #name(prefix: Prefix | undefined, name: string, place: Place, addressOnly: boolean): Compiled {
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
      return this.#structured(whole, place, addressOnly);
    }
    const definition = findFunction(name.toUpperCase());
    if (definition !== undefined) {
      const lambda = this.#functionByName(definition, place);
      return () => lambda;
    }
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
      own.run = this.#raw(node, inner, addressOnly);
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

  // ---- calls ----------------------------------------------------------------------------------------------------

  #call(node: Extract<Node, { type: "call" }>, place: Place): Compiled {
    const name = node.name.toUpperCase();
    if (node.prefix === undefined) {
      const variable = findVariable(place.variables, name);
      if (variable !== undefined) return this.#apply(readVariable(variable), node.args, place);
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
        return this.#apply(
          this.#name(undefined, node.name, { ...place, variables: undefined }, false),
          node.args,
          place,
        );
      }
    }
    place.dependencies.functions.add(name);
    for (const arg of node.args) this.#raw(arg, place, false);
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
        return { run: toolpak ? this.#oneCell(arg, place) : this.#single(arg, place), missing };
      }
      if (mode === "raw array") return { run: this.#raw(arg, { ...place, arrays: true }, false), missing };
      const address = mode === "address";
      return { run: this.#raw(arg, address ? { ...place, arrays: true } : place, address), missing };
    });
    return this.#binder.bind(definition, layout, compiled, this.#runtime.context(place.arrays));
  }

  /** An argument that may be a cell or an array, but no range of cells. */
  #oneCell(arg: Node, place: Place): Single {
    const run = this.#raw(arg, place, false);
    return (at) => {
      const value = run(at);
      if (typeof value !== "object" || value === null) return value;
      if (!(value instanceof Reference)) return this.#dereference.whole(value);
      const read = this.#dereference.whole(value);
      return isMatrix(read) ? VALUE : read;
    };
  }

  /** A function as a value: its arguments come when it is applied. */
  #functionByName(definition: FunctionDefinition, place: Place): Lambda {
    place.dependencies.functions.add(definition.name);
    const context = this.#runtime.context(true);
    return new Lambda(requiredArguments(definition), 255, (args) => {
      const layout = layOut(definition, args.length);
      if (layout === undefined) return VALUE;
      const bound = args.map((arg, at) => {
        const value = arg ?? null;
        const read = argumentMode(layout[at]!) === "single" ? this.#dereference.whole(value) : value;
        return { run: () => read, missing: arg === undefined };
      });
      return this.#binder.bind(definition, layout, bound, context)(NOWHERE);
    });
  }

  #apply(callee: Compiled, args: readonly Node[], place: Place): Compiled {
    const values = args.map((arg) => (arg.type === "missing" ? undefined : this.#raw(arg, place, false)));
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
        return this.#let(args, place);
      case "LAMBDA":
        return this.#lambda(args, place);
      case "ISOMITTED": {
        const [arg] = args;
        const variable = arg?.type === "name" ? findVariable(place.variables, arg.name) : undefined;
        if (variable === undefined) return () => false;
        const { depth, index } = variable;
        return (at) => scopeAt(at, depth).values[index] === undefined;
      }
      case "SINGLE":
        return args.length === 1 ? this.#prefix("@", args[0]!, place) : undefined;
      case "ANCHORARRAY":
        return args.length === 1 ? this.#spilled(args[0]!, place) : undefined;
      default:
        return undefined;
    }
  }

  /** LET(name1, value1, …, result): each value may use the names before it. */
  #let(args: readonly Node[], place: Place): Compiled {
    if (args.length < 3 || args.length % 2 === 0) return fail(new Failure("parse_error", "error"));
    const names: string[] = [];
    const values: Compiled[] = [];
    for (let at = 0; at + 1 < args.length; at += 2) {
      const name = args[at]!;
      if (name.type !== "name") return fail(new Failure("parse_error", "error"));
      const visible: Variables = { names: [...names], outer: place.variables };
      values.push(this.#raw(args[at + 1]!, { ...place, variables: visible }, false));
      names.push(name.name.toLowerCase());
    }
    const inner: Place = { ...place, variables: { names, outer: place.variables } };
    const body = this.#raw(args.at(-1)!, inner, false);
    return (at) => {
      const outer = at.scope;
      const scope: Scope = { values: [], outer };
      at.scope = scope;
      for (const value of values) scope.values.push(value(at));
      const result = body(at);
      at.scope = outer;
      return result;
    };
  }

  /** LAMBDA(parameter1, …, body): closes over the variables around it. */
  #lambda(args: readonly Node[], place: Place): Compiled {
    if (args.length === 0) return fail(new Failure("parse_error", "error"));
    const names: string[] = [];
    let minimum = 0;
    for (const parameter of args.slice(0, -1)) {
      const optionalName =
        parameter.type === "structured" && parameter.table === undefined ? parameter.firstColumn : undefined;
      const name = parameter.type === "name" ? parameter.name : optionalName;
      if (name === undefined) return fail(new Failure("parse_error", "error"));
      names.push(name.toLowerCase());
      if (optionalName === undefined && !asksOmitted(args.at(-1)!, name)) minimum = names.length;
    }
    const inner: Place = { ...place, variables: { names, outer: place.variables } };
    const body = this.#raw(args.at(-1)!, inner, false);
    return (at) => {
      const outer = at.scope;
      return new Lambda(minimum, names.length, (values) => {
        if (at.depth >= MAX_DEPTH) return NUM;
        const caller = at.scope;
        at.scope = { values: names.map((_, index) => values[index]), outer };
        at.depth++;
        const result = body(at);
        at.depth--;
        at.scope = caller;
        return result;
      });
    };
  }
}

/** Functions that read cells which none of their arguments names. */
const DYNAMIC_FUNCTIONS = new Set(["INDIRECT", "OFFSET", "CELL", "GETPIVOTDATA"]);

/** Functions applied by name get their arguments as values; no argument of theirs looks at a cell. */
const NOWHERE: At = { sheet: 0, row: 1, column: 1, scope: undefined, depth: 0 };

function fail(failure: Failure): () => never {
  return () => {
    throw failure;
  };
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

function isReferenceNode(node: Node): boolean {
  switch (node.type) {
    case "cell":
    case "area":
    case "structured":
    case "name":
    case "join":
    case "call":
      return true;
    case "parentheses":
      return isReferenceNode(node.inner);
    case "postfix":
      return node.operator === "#";
    default:
      return false;
  }
}

function literalOf(node: Node): Scalar | undefined {
  return node.type === "text" || node.type === "number" || node.type === "boolean" ? node.value : undefined;
}

/** Whether ISOMITTED(name) occurs in a lambda's body, which makes the parameter optional. */
function asksOmitted(node: Node, name: string): boolean {
  if (node.type === "call" && node.name.toUpperCase() === "ISOMITTED") {
    const [arg] = node.args;
    return arg?.type === "name" && arg.name.toLowerCase() === name.toLowerCase();
  }
  return childrenOf(node).some((child) => asksOmitted(child, name));
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case "call":
      return node.args;
    case "apply":
      return [node.callee, ...node.args];
    case "prefix":
    case "postfix":
      return [node.operand];
    case "binary":
    case "join":
      return [node.left, node.right];
    case "parentheses":
      return [node.inner];
    default:
      return [];
  }
}

type VariablePlace = { depth: number; index: number };

function findVariable(variables: Variables | undefined, name: string): VariablePlace | undefined {
  const lower = name.toLowerCase();
  let depth = 0;
  for (let level = variables; level !== undefined; level = level.outer) {
    const index = level.names.lastIndexOf(lower);
    if (index >= 0) return { depth, index };
    depth++;
  }
  return undefined;
}

function scopeAt(at: At, depth: number): Scope {
  let scope = at.scope!;
  for (let level = depth; level > 0; level--) scope = scope.outer!;
  return scope;
}

function readVariable({ depth, index }: VariablePlace): Compiled {
  return (at) => scopeAt(at, depth).values[index] ?? null;
}
