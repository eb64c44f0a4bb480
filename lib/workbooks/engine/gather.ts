/** Collecting numbers from the arguments of SUM, STDEV and their like: what counts where. */
import { ExcelError, type Scalar } from "../values.ts";
import { toNumber } from "./coerce.ts";
import type { NumericSummary, Parameter } from "./functions/contract.ts";
import { RangeView } from "./range-view.ts";
import { addToSummary, emptySummary, type RunningSummary } from "./summary.ts";
import { isMatrix, type Matrix } from "./value.ts";

type Rules = Pick<Parameter<unknown>, "counting" | "errors">;

/** A value of a range or array: undefined where it does not count, as booleans in arrays that are no ranges never do. */
function countedInside(source: Matrix, value: Scalar, counting: Rules["counting"]): number | ExcelError | undefined {
  if (typeof value === "number" || value instanceof ExcelError) return value;
  if (counting === "numbers" || value === null) return undefined;
  if (typeof value !== "boolean") return 0;
  return source instanceof RangeView ? Number(value) : undefined;
}

/** An argument written out: `TRUE` counts as 1, `"5"` as 5, an empty one as 0, other texts are `#VALUE!`. */
function countedDirectly(
  value: Scalar,
  { counting, errors }: Rules,
  date1904: boolean,
): number | ExcelError | undefined {
  const number = toNumber(value, date1904);
  if (typeof number === "number" || value instanceof ExcelError || errors !== "skip") return number;
  return counting === "all" ? 0 : undefined;
}

/** All numbers in order; the first error unless errors are skipped. Scalars stand for arguments written out. */
export function collectNumbers(
  sources: readonly (Scalar | Matrix)[],
  rules: Rules,
  date1904: boolean,
): readonly number[] | ExcelError {
  const [only] = sources;
  if (sources.length === 1 && only instanceof RangeView && rules.counting === "numbers" && rules.errors === "return") {
    const list = only.numbers();
    if (list !== undefined) return list;
  }
  const numbers: number[] = [];
  for (const source of sources) {
    if (!isMatrix(source)) {
      const number = countedDirectly(source, rules, date1904);
      if (typeof number === "number") numbers.push(number);
      else if (number !== undefined && rules.errors !== "skip") return number;
      continue;
    }
    const { usedRows, usedColumns } = source;
    for (let row = 0; row < usedRows; row++) {
      for (let column = 0; column < usedColumns; column++) {
        const number = countedInside(source, source.at(row, column), rules.counting);
        if (typeof number === "number") numbers.push(number);
        else if (number !== undefined && rules.errors !== "skip") return number;
      }
    }
  }
  return numbers;
}

/** Count, sum and extremes by the same rules, without a list. */
export function collectSummary(
  sources: readonly (Scalar | Matrix)[],
  rules: Rules,
  date1904: boolean,
): NumericSummary | ExcelError {
  const total = emptySummary();
  for (const source of sources) {
    if (!isMatrix(source)) {
      const number = countedDirectly(source, rules, date1904);
      if (number !== undefined) addToSummary(total, number);
    } else if (source instanceof RangeView && rules.counting === "numbers" && rules.errors === "return") {
      merge(total, source.summarize());
    } else {
      for (let row = 0; row < source.usedRows; row++) {
        for (let column = 0; column < source.usedColumns; column++) {
          const number = countedInside(source, source.at(row, column), rules.counting);
          if (number !== undefined) addToSummary(total, number);
        }
      }
    }
    if (total.error instanceof ExcelError && rules.errors !== "skip") return total.error;
  }
  const { count, sum, minimum, maximum } = total;
  return count === 0 ? { count, sum, minimum: 0, maximum: 0 } : { count, sum, minimum, maximum };
}

function merge(total: RunningSummary, part: RunningSummary): void {
  total.count += part.count;
  total.sum += part.sum;
  total.minimum = Math.min(total.minimum, part.minimum);
  total.maximum = Math.max(total.maximum, part.maximum);
  total.error ??= part.error;
}
