/** LET, LAMBDA and ISOMITTED: variables, and functions made of formulas. */
import { NUM } from "../../values.ts";
import { Failure } from "../failure.ts";
import type { Node } from "../formula/ast.ts";
import { type Compiled, MAX_DEPTH, type Scope } from "../runtime.ts";
import { Lambda } from "../value.ts";
import { fail, findVariable, type Operands, type Place, scopeAt, type Variables } from "./place.ts";

/** LET(name1, value1, …, result): each value may use the names before it. */
export function compileLet(args: readonly Node[], place: Place, operands: Operands): Compiled {
  if (args.length < 3 || args.length % 2 === 0) return fail(new Failure("parse_error", "error"));
  const names: string[] = [];
  const values: Compiled[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const name = args[at]!;
    if (name.type !== "name") return fail(new Failure("parse_error", "error"));
    const visible: Variables = { names: [...names], outer: place.variables };
    values.push(operands.raw(args[at + 1]!, { ...place, variables: visible }));
    names.push(name.name.toLowerCase());
  }
  const inner: Place = { ...place, variables: { names, outer: place.variables } };
  const body = operands.raw(args.at(-1)!, inner);
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
export function compileLambda(args: readonly Node[], place: Place, operands: Operands): Compiled {
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
  const body = operands.raw(args.at(-1)!, inner);
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

/** ISOMITTED(parameter): whether the lambda was called without it. */
export function compileIsOmitted([arg]: readonly Node[], place: Place): Compiled {
  const variable = arg?.type === "name" ? findVariable(place.variables, arg.name) : undefined;
  if (variable === undefined) return () => false;
  const { depth, index } = variable;
  return (at) => scopeAt(at, depth).values[index] === undefined;
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
