/** Choosing and combining truth values. Source: Microsoft's function reference, "Logical". */
import { ExcelError, NA, type Scalar, VALUE } from "../../values.ts";
import { toBoolean } from "../coerce.ts";
import { parseNumberText } from "../number-text.ts";
import { compareScalars } from "../ordering.ts";
import { ArrayValue, isMatrix, type Matrix, type Value } from "../value.ts";
import {
  areas,
  boolean,
  define,
  type FunctionContext,
  type FunctionDefinition,
  lazy,
  many,
  optional,
  pairs,
  type Thunk,
  value,
} from "./contract.ts";

/** IF(test, then, [else]): only the branch taken is calculated; a test that is an array chooses element by element. */
export const IF = define({
  name: "IF",
  parameters: [value(), lazy(), optional(lazy(), () => false)],
  evaluate: (test, whenTrue, whenFalse, context): Value => {
    if (!isMatrix(test)) {
      const holds = toBoolean(test);
      return typeof holds === "boolean" ? (holds ? whenTrue() : whenFalse()) : holds;
    }
    const choose = ([holds, yes, no]: readonly Scalar[]): Scalar => {
      const taken: boolean | ExcelError = toBoolean(holds!);
      return typeof taken === "boolean" ? (taken ? yes! : no!) : taken;
    };
    return context.map([test, context.dereference(whenTrue()), context.dereference(whenFalse())], choose);
  },
});

/** IFS(test1, value1, …): the value of the first test that holds, #N/A for none. */
export const IFS = define({
  name: "IFS",
  parameters: [pairs(lazy(), lazy())],
  evaluate: (cases, context): Value => {
    for (const [index, [test, result]] of cases.entries()) {
      const holds = context.intersect(test());
      if (isMatrix(holds)) return chooseEach(cases.slice(index), context);
      const taken = toBoolean(holds);
      if (taken instanceof ExcelError) return taken;
      if (taken) return result();
    }
    return NA;
  },
});

function chooseEach(cases: readonly (readonly [Thunk, Thunk])[], context: FunctionContext): Value {
  const all = cases.flatMap(([test, result]) => [context.intersect(test()), context.dereference(result())]);
  return context.map(all, (scalars) => {
    for (let index = 0; index < scalars.length; index += 2) {
      const taken = toBoolean(scalars[index]!);
      if (taken instanceof ExcelError) return taken;
      if (taken) return scalars[index + 1]!;
    }
    return NA;
  });
}

/** SWITCH(value, case1, result1, …, [otherwise]): the result of the first equal case. */
export const SWITCH = define({
  name: "SWITCH",
  parameters: [value(), many(lazy(), { minimum: 2 })],
  evaluate: (subject, rest, context): Value => {
    const otherwise = rest.length % 2 === 1 ? rest.at(-1) : undefined;
    const pick = (wanted: Scalar): Value => {
      for (let index = 0; index + 1 < rest.length; index += 2) {
        const candidate = context.intersect(rest[index]!());
        // A blank cell is 0 here, and neither "" nor FALSE.
        const equal = isMatrix(candidate) ? VALUE : compareScalars(candidate ?? 0, wanted ?? 0);
        if (equal instanceof ExcelError) return equal;
        if (equal === 0) return rest[index + 1]!();
      }
      return otherwise === undefined ? NA : otherwise();
    };
    return isMatrix(subject) ? context.map([subject], ([wanted]) => pick(wanted!)) : pick(subject);
  },
});

function insteadOf(name: string, replaced: (value: Scalar) => boolean): FunctionDefinition {
  return define({
    name,
    parameters: [value({ errors: "accept" }), lazy()],
    evaluate: (given, otherwise, context): Value => {
      if (!isMatrix(given)) return replaced(given) ? otherwise() : given;
      return context.map([given, context.dereference(otherwise())], ([own, other]) => (replaced(own!) ? other! : own!));
    },
  });
}

/** IFERROR(value, otherwise) */
export const IFERROR = insteadOf("IFERROR", (given) => given instanceof ExcelError);

/** IFNA(value, otherwise) */
export const IFNA = insteadOf("IFNA", (given) => given === NA);

/**
 * The truth values among the arguments: texts and blanks inside ranges do not count; texts written out must be truth
 * values, or "" or numbers, which do not count either.
 */
function truthsOf(lists: readonly (readonly Matrix[])[]): boolean[] | ExcelError {
  const truths: boolean[] = [];
  for (const matrix of lists.flat()) {
    const written = matrix instanceof ArrayValue && matrix.rows === 1 && matrix.columns === 1;
    for (let row = 0; row < matrix.usedRows; row++) {
      for (let column = 0; column < matrix.usedColumns; column++) {
        const scalar = matrix.at(row, column);
        if (scalar instanceof ExcelError) return scalar;
        if (!written && (typeof scalar === "string" || scalar === null)) continue;
        if (typeof scalar === "string" && (scalar === "" || parseNumberText(scalar) !== undefined)) continue;
        const truth = toBoolean(scalar);
        if (truth instanceof ExcelError) return truth;
        truths.push(truth);
      }
    }
  }
  return truths.length === 0 ? VALUE : truths;
}

function combined(name: string, combine: (truths: readonly boolean[]) => boolean): FunctionDefinition {
  return define({
    name,
    parameters: [many(areas())],
    evaluate: (lists) => {
      const truths = truthsOf(lists);
      return truths instanceof ExcelError ? truths : combine(truths);
    },
  });
}

/** AND(test1, …): #VALUE! where there is no truth value at all. */
export const AND = combined("AND", (truths) => truths.every((truth) => truth));

/** OR(test1, …) */
export const OR = combined("OR", (truths) => truths.some((truth) => truth));

/** XOR(test1, …): an odd number of them holds. */
export const XOR = combined("XOR", (truths) => truths.filter((truth) => truth).length % 2 === 1);

/** NOT(test) */
export const NOT = define({ name: "NOT", parameters: [boolean()], evaluate: (truth) => !truth });

/** TRUE() */
export const TRUE = define({ name: "TRUE", parameters: [], evaluate: () => true });

/** FALSE() */
export const FALSE = define({ name: "FALSE", parameters: [], evaluate: () => false });
