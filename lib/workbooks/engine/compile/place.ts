/** Where a piece of formula stands while it is compiled, and what the parts of the compiler share. */
import type { Table } from "../../model.ts";
import type { Scalar } from "../../values.ts";
import type { Origin } from "../area-spec.ts";
import type { DependencyList } from "../dependencies.ts";
import type { Failure } from "../failure.ts";
import type { Node } from "../formula/ast.ts";
import type { At, Compiled, Scope } from "../runtime.ts";
import type { Matrix } from "../value.ts";

export type Place = {
  /** Sheet of the formula's cell: unqualified references mean it. */
  readonly sheet: number;
  readonly origin: Origin;
  /** Ranges stand for all their cells. */
  readonly arrays: boolean;
  /** External link whose sheets unqualified prefixes mean; set inside names of a link. */
  readonly link: number | undefined;
  readonly variables: Variables | undefined;
  /** The table around the formula's cell. */
  readonly table: Table | undefined;
  readonly dependencies: DependencyList;
};

/** Names of LET and parameters of LAMBDA that are in sight, innermost first. */
export type Variables = { readonly names: readonly string[]; readonly outer: Variables | undefined };

/** Yields a value that has been read. */
export type Single = (at: At) => Scalar | Matrix;

/** The two views of every operand, see `compiler.ts`. */
export interface Operands {
  /** References unread. With `addressOnly` a reference that stands here itself is not calculated first. */
  raw(node: Node, place: Place, addressOnly?: boolean): Compiled;
  /** References read: whole in array formulas, else intersected with the row or column of the formula's cell. */
  single(node: Node, place: Place): Single;
}

/** Compiles to the failure, which whoever reaches it gets. */
export function fail(failure: Failure): () => never {
  return () => {
    throw failure;
  };
}

type VariablePlace = { readonly depth: number; readonly index: number };

export function findVariable(variables: Variables | undefined, name: string): VariablePlace | undefined {
  const lower = name.toLowerCase();
  let depth = 0;
  for (let level = variables; level !== undefined; level = level.outer) {
    const index = level.names.lastIndexOf(lower);
    if (index >= 0) return { depth, index };
    depth++;
  }
  return undefined;
}

export function scopeAt(at: At, depth: number): Scope {
  let scope = at.scope!;
  for (let level = depth; level > 0; level--) scope = scope.outer!;
  return scope;
}

export function readVariable({ depth, index }: VariablePlace): Compiled {
  return (at) => scopeAt(at, depth).values[index] ?? null;
}

/** Whether a piece of formula may yield a reference. */
export function isReferenceNode(node: Node): boolean {
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
