/**
 * Binds a declared function to the compiled arguments of one call: defaults, coercion, errors, lifting over arrays.
 * What is decided by the declaration is decided once, when the formula is compiled.
 */
import { ExcelError, NA, type Scalar, VALUE } from "../values.ts";
import { toBoolean, toNumber, toText } from "./coerce.ts";
import { type Criterion, parseCriterion } from "./criteria.ts";
import type { Dereferencer } from "./dereference.ts";
import type { FunctionContext, FunctionDefinition, Parameter } from "./functions/contract.ts";
import { collectNumbers, collectSummary } from "./gather.ts";
import { finite } from "./operators.ts";
import { isLifted, returnsError, split, takesReferences } from "./parameters.ts";
import type { At, Compiled } from "./runtime.ts";
import { spread } from "./spread.ts";
import {
  ArrayValue,
  broadcastAt,
  isMatrix,
  Lambda,
  type Matrix,
  Reference,
  ReferenceArray,
  type Value,
} from "./value.ts";

/** An argument: what computes it, and whether it was left empty. */
export type Argument = { readonly run: Compiled; readonly missing: boolean };

type Implementation = (...args: unknown[]) => Value;
/** Prepared values to the arguments of the implementation, or the error that the call returns. */
type Gatherer = (values: readonly unknown[]) => readonly unknown[] | ExcelError;

export class CallBinder {
  readonly #dereference: Dereferencer;
  readonly #date1904: boolean;

  constructor(dereference: Dereferencer, date1904: boolean) {
    this.#dereference = dereference;
    this.#date1904 = date1904;
  }

  /**
   * The compiled call. `args` were compiled by the `argumentMode` of their parameters in `layout`, so that "single"
   * ones yield scalars or matrices.
   */
  bind(
    definition: FunctionDefinition,
    layout: readonly Parameter<unknown>[],
    args: readonly Argument[],
    context: FunctionContext,
  ): Compiled {
    const implementation = definition.evaluate as unknown as Implementation;
    const call = new BoundCall(this, layout, args, this.#gatherer(definition, layout), implementation, context);
    const plain =
      args.length > 0 &&
      args.length === definition.parameters.length &&
      layout.every(
        (parameter, at) => parameter === definition.parameters[at] && isLifted(parameter) && returnsError(parameter),
      ) &&
      !args.some(({ missing }) => missing);
    if (plain && args.length === 1) return this.#bindOne(layout[0]!, args[0]!, call, implementation, context);
    if (plain && args.length === 2) return this.#bindTwo(layout, args, call, implementation, context);
    return (at) => call.run(at);
  }

  /** Calls with one or two plain numbers, texts or booleans are by far the most: no lists are made for them. */
  #bindOne(
    parameter: Parameter<unknown>,
    { run }: Argument,
    call: BoundCall,
    implementation: Implementation,
    context: FunctionContext,
  ): Compiled {
    return (at) => {
      const raw = run(at) as Scalar | Matrix;
      if (isMatrix(raw)) return call.lift([raw]);
      const value = this.coerce(parameter, raw);
      return value instanceof ExcelError ? value : settle(implementation(value, context));
    };
  }

  #bindTwo(
    [first, second]: readonly Parameter<unknown>[],
    [left, right]: readonly Argument[],
    call: BoundCall,
    implementation: Implementation,
    context: FunctionContext,
  ): Compiled {
    return (at) => {
      const raw1 = left!.run(at) as Scalar | Matrix;
      const raw2 = right!.run(at) as Scalar | Matrix;
      if (isMatrix(raw1) || isMatrix(raw2)) return call.lift([raw1, raw2]);
      const value1 = this.coerce(first!, raw1);
      if (value1 instanceof ExcelError) return value1;
      const value2 = this.coerce(second!, raw2);
      return value2 instanceof ExcelError ? value2 : settle(implementation(value1, value2, context));
    };
  }

  /** Brings values into the shape of the declaration: fallbacks, lists of numbers, groups of repeated arguments. */
  #gatherer(definition: FunctionDefinition, layout: readonly Parameter<unknown>[]): Gatherer {
    const { single, last } = split(definition);
    const given = Math.min(layout.length, single.length);
    const fallbacks = single.slice(given).map(({ fallback }) => fallback);
    if (last === undefined) return fallbacks.length === 0 ? (values) => values : (values) => [...values, ...fallbacks];
    const gatherRest = this.#gathererOfRest(last);
    return (values) => {
      const rest = gatherRest(values.slice(given));
      return rest instanceof ExcelError ? rest : [...values.slice(0, given), ...fallbacks, rest];
    };
  }

  #gathererOfRest(last: Parameter<unknown>): (rest: readonly unknown[]) => unknown {
    if (last.kind === "numbers") return (rest) => this.numbers(rest as Value[], last);
    if (last.kind === "summary") {
      return (rest) =>
        collectSummary(
          (rest as Value[]).flatMap((value) => this.#sources(value)),
          last,
          this.#date1904,
        );
    }
    const size = last.group.length;
    if (size === 1) return (rest) => rest;
    return (rest) => Array.from({ length: rest.length / size }, (_, at) => rest.slice(at * size, (at + 1) * size));
  }

  numbers(values: readonly Value[], rules: Parameter<unknown>): readonly number[] | ExcelError {
    return collectNumbers(
      values.flatMap((value) => this.#sources(value)),
      rules,
      this.#date1904,
    );
  }

  #sources(value: Value): (Scalar | Matrix)[] {
    return this.#dereference.areas(value);
  }

  /** What computes one argument in the form its parameter asks for; errors that end the call come as they are. */
  preparer(parameter: Parameter<unknown>, { run, missing }: Argument): (at: At) => unknown {
    if (missing && parameter.emptyIsAbsent) return () => parameter.fallback;
    if (parameter.kind === "lazy") return (at) => () => run(at);
    if (isLifted(parameter)) return run;
    return (at) => {
      const value = run(at);
      return value instanceof ReferenceArray && takesReferences(parameter) ? value : this.prepare(parameter, value);
    };
  }

  prepare(parameter: Parameter<unknown>, value: Value): unknown {
    switch (parameter.kind) {
      case "range":
      case "array":
        if (value instanceof ExcelError) return value;
        if (value instanceof Reference && value.areas.length === 1) return this.#sources(value)[0];
        return asMatrix(this.#dereference.whole(value));
      case "areas":
        if (value instanceof ExcelError && parameter.errors === "return") return value;
        return this.#sources(value).map(asMatrix);
      case "cells":
        if (value instanceof Reference || value instanceof ExcelError) return value;
        return asMatrix(this.#dereference.whole(value));
      case "vector":
        return this.numbers([value], parameter);
      case "reference":
        return value instanceof Reference || value instanceof ExcelError ? value : VALUE;
      case "lambda":
        return value instanceof Lambda || value instanceof ExcelError ? value : VALUE;
      default:
        return value;
    }
  }

  /** A scalar in the type of its parameter; errors come as they are. */
  coerce(parameter: Parameter<unknown>, value: Scalar): Scalar | Criterion {
    if (parameter.refusesBooleans && typeof value === "boolean") return VALUE;
    switch (parameter.kind) {
      case "number":
        return typeof value === "number" ? value : toNumber(value, this.#date1904);
      case "integer": {
        const number = toNumber(value, this.#date1904);
        return typeof number === "number" ? Math.trunc(number) : number;
      }
      case "text":
        return toText(value);
      case "boolean":
        return toBoolean(value);
      case "criteria":
        return parseCriterion(value);
      default:
        return value;
    }
  }

  /** Of an array its first element, of a reference the value: what one element of a lifted result can be. */
  single(value: Value): Scalar {
    const read = this.#dereference.whole(value);
    return isMatrix(read) ? read.at(0, 0) : read;
  }
}

/** One call in a formula with everything known before it runs. */
class BoundCall {
  readonly #binder: CallBinder;
  readonly #layout: readonly Parameter<unknown>[];
  readonly #prepare: readonly ((at: At) => unknown)[];
  /** Arguments that are coerced one value at a time, and over whose arrays the call is repeated. */
  readonly #lifted: readonly boolean[];
  readonly #gather: Gatherer;
  readonly #implementation: Implementation;
  readonly #context: FunctionContext;

  constructor(
    binder: CallBinder,
    layout: readonly Parameter<unknown>[],
    args: readonly Argument[],
    gather: Gatherer,
    implementation: Implementation,
    context: FunctionContext,
  ) {
    this.#binder = binder;
    this.#layout = layout;
    this.#prepare = args.map((argument, at) => binder.preparer(layout[at]!, argument));
    this.#lifted = layout.map(
      (parameter, at) => isLifted(parameter) && !(args[at]!.missing && parameter.emptyIsAbsent),
    );
    this.#gather = gather;
    this.#implementation = implementation;
    this.#context = context;
  }

  run(at: At): Value {
    const values: unknown[] = [];
    let lifts = false;
    for (let index = 0; index < this.#prepare.length; index++) {
      const value = this.#prepare[index]!(at);
      if (this.#isSource(index, value)) lifts = true;
      values.push(value);
    }
    return lifts ? this.lift(values) : this.#invoke(values);
  }

  /**
   * Coerces from left to right; the first argument that is an error, or cannot be coerced, decides. Only errors
   * inside a list of numbers come after those of all other arguments: `LARGE(A1:A9, k)`.
   */
  #invoke(values: unknown[]): Value {
    let errorInList: ExcelError | undefined;
    for (let index = 0; index < values.length; index++) {
      const parameter = this.#layout[index]!;
      const value = this.#lifted[index] ? this.#binder.coerce(parameter, values[index] as Scalar) : values[index];
      if (value instanceof ExcelError && returnsError(parameter)) {
        if (parameter.kind !== "vector") return value;
        errorInList ??= value;
      }
      values[index] = value;
    }
    if (errorInList !== undefined) return errorInList;
    const args = this.#gather(values);
    return args instanceof ExcelError ? args : settle(this.#implementation(...args, this.#context));
  }

  /** Whether the call is repeated over the elements of this argument. */
  #isSource(index: number, value: unknown): value is Matrix {
    if (this.#lifted[index]) return isMatrix(value as Value);
    return value instanceof ReferenceArray && takesReferences(this.#layout[index]!);
  }

  /**
   * Calls the function once per element; arguments that are no source are the same for all. A function that yields a
   * reference for the first element makes an array of references.
   */
  lift(values: readonly unknown[]): Matrix {
    const sources = values.map((value, index) => (this.#isSource(index, value) ? value : undefined));
    const matrices = sources.filter((source) => source !== undefined);
    const compute = (row: number, column: number): Value =>
      this.#invoke(
        values.map((value, index) => {
          const source = sources[index];
          return source === undefined ? value : this.#element(index, source, row, column);
        }),
      );
    if (!(compute(0, 0) instanceof Reference)) {
      return spread(matrices, (row, column) => this.#binder.single(compute(row, column)));
    }
    const rows = Math.max(...matrices.map((source) => source.rows));
    const columns = Math.max(...matrices.map((source) => source.columns));
    const elements = Array.from({ length: rows * columns }, (_, at) => compute(Math.floor(at / columns), at % columns));
    return new ReferenceArray(rows, columns, elements, (element) => this.#binder.single(element));
  }

  #element(index: number, source: Matrix, row: number, column: number): unknown {
    if (this.#lifted[index] || !(source instanceof ReferenceArray)) return broadcastAt(source, row, column);
    const own = source.element(source.rows === 1 ? 0 : row, source.columns === 1 ? 0 : column);
    return this.#binder.prepare(this.#layout[index]!, own ?? NA);
  }
}

function asMatrix(value: Scalar | Matrix): Matrix {
  return isMatrix(value) ? value : new ArrayValue(1, 1, [value]);
}

function settle(value: Value): Value {
  return typeof value === "number" ? finite(value) : value;
}
