/** Counts and extremes. Source: Microsoft's function reference, "Statistical". */
import { RangeView } from "../../range-view.ts";
import { areas, define, many, range, summary } from "../contract.ts";

/** COUNT(value1, …): how many are numbers; texts that are none and errors are passed over. */
export const COUNT = define({
  name: "COUNT",
  parameters: [summary({ errors: "skip" })],
  evaluate: ({ count }) => count,
});

/** COUNTA(value1, …): how many are not blank; errors and empty texts count, in an array that is no range blanks too. */
export const COUNTA = define({
  name: "COUNTA",
  parameters: [many(areas({ errors: "accept" }))],
  evaluate: (args) => {
    let count = 0;
    for (const matrix of args.flat()) {
      if (!(matrix instanceof RangeView)) {
        count += matrix.rows * matrix.columns;
        continue;
      }
      for (let row = 0; row < matrix.usedRows; row++) {
        for (let column = 0; column < matrix.usedColumns; column++) if (matrix.at(row, column) !== null) count++;
      }
    }
    return count;
  },
});

/** COUNTBLANK(range): blank cells and empty texts. */
export const COUNTBLANK = define({
  name: "COUNTBLANK",
  parameters: [range()],
  evaluate: (matrix) => {
    let blank = matrix.rows * matrix.columns - matrix.usedRows * matrix.usedColumns;
    for (let row = 0; row < matrix.usedRows; row++) {
      for (let column = 0; column < matrix.usedColumns; column++) {
        const value = matrix.at(row, column);
        if (value === null || value === "") blank++;
      }
    }
    return blank;
  },
});

/** MAX(number1, …): 0 where there is no number. */
export const MAX = define({ name: "MAX", parameters: [summary()], evaluate: ({ maximum }) => maximum });
/** MIN(number1, …): 0 where there is no number. */
export const MIN = define({ name: "MIN", parameters: [summary()], evaluate: ({ minimum }) => minimum });
/** MAXA(value1, …): texts count as 0, booleans as 1 and 0. */
export const MAXA = define({
  name: "MAXA",
  parameters: [summary({ counting: "all" })],
  evaluate: ({ maximum }) => maximum,
});
/** MINA(value1, …): texts count as 0, booleans as 1 and 0. */
export const MINA = define({
  name: "MINA",
  parameters: [summary({ counting: "all" })],
  evaluate: ({ minimum }) => minimum,
});
