/**
 * What the declaration of a function says of the arguments of a call: which parameter each meets, how it is compiled,
 * whether the call is repeated over it and whether its error ends the call.
 */
import type { FunctionDefinition, Parameter } from "./functions/contract.ts";

/** How an argument must be compiled for its parameter. */
export type ArgumentMode = "single" | "raw" | "raw array" | "address";

export function argumentMode(parameter: Parameter<unknown>): ArgumentMode {
  if (isLifted(parameter)) return "single";
  switch (parameter.kind) {
    case "value":
      return "single";
    case "array":
    case "cells":
      return "raw array";
    case "any":
      return parameter.calculated ? "raw array" : "address";
    case "reference":
      return parameter.calculated ? "raw" : "address";
    default:
      return "raw";
  }
}

/** The parameter for each argument of a call; undefined where the count does not fit. */
export function layOut(definition: FunctionDefinition, count: number): Parameter<unknown>[] | undefined {
  const { single, last } = split(definition);
  const required = single.filter(({ optional }) => !optional).length;
  if (count < required) return undefined;
  const layout = single.slice(0, count);
  if (last === undefined) return count > single.length ? undefined : layout;
  const rest = Math.max(0, count - single.length);
  if (last.kind !== "many") {
    if (rest < last.minimum && !last.optional) return undefined;
    return [...layout, ...Array<Parameter<unknown>>(rest).fill(last)];
  }
  const size = last.group.length;
  if (rest % size !== 0 || rest / size < last.minimum) return undefined;
  return [...layout, ...Array.from({ length: rest }, (_, at) => last.group[at % size]!)];
}

/** How many arguments a call needs at least. */
export function requiredArguments(definition: FunctionDefinition): number {
  const { single, last } = split(definition);
  const gathered = last === undefined || last.optional ? 0 : last.minimum * Math.max(1, last.group.length);
  return single.filter(({ optional }) => !optional).length + gathered;
}

/** The parameters that take one argument each, and the one behind them that takes all the rest. */
export function split({ parameters }: FunctionDefinition): {
  single: readonly Parameter<unknown>[];
  last: Parameter<unknown> | undefined;
} {
  const last = parameters.at(-1);
  const gathers = last !== undefined && (last.kind === "many" || last.kind === "numbers" || last.kind === "summary");
  return gathers ? { single: parameters.slice(0, -1), last } : { single: parameters, last: undefined };
}

/** Parameters that take a range whole, and so are called per reference of an array of them. */
export function takesReferences({ kind }: Parameter<unknown>): boolean {
  return kind === "range" || kind === "reference" || kind === "cells";
}

/** Parameters that take one scalar, and over whose arrays the call is repeated. */
export function isLifted({ kind }: Parameter<unknown>): boolean {
  return LIFTED.has(kind);
}

const LIFTED: ReadonlySet<string> = new Set(["number", "integer", "text", "boolean", "scalar", "criteria"]);

/** Whether an error in this argument is at once the result of the call. */
export function returnsError({ kind, errors }: Parameter<unknown>): boolean {
  return errors === "return" && kind !== "any" && kind !== "lazy" && kind !== "criteria";
}
