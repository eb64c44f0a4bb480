/** Choosing and combining truth values. Source: Microsoft's function reference, "Logical". */
import type { ExcelError, Scalar } from "../../values.ts";
import { toBoolean } from "../coerce.ts";
import { isMatrix, type Value } from "../value.ts";
import { define, lazy, optional, value } from "./contract.ts";

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
