/** Sum, count and extremes of windows of one column, continued where one window extends another. */
import { ExcelError, type Scalar } from "../values.ts";
import { type Column, Derived } from "./column.ts";
import { Failure } from "./failure.ts";

export type RunningSummary = {
  /** Slots up to here (exclusive) are counted. */
  endSlot: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** The first error met, which an aggregate returns; counting does not go on behind it. */
  error: ExcelError | Failure | undefined;
};

/** Windows shorter than this are counted anew each time: remembering them would cost more. */
const REMEMBERED_ROWS = 64;
const MAX_REMEMBERED = 10_000;
/** By the window's first slot. */
const SUMMARIES = new Derived(() => new Map<number, RunningSummary>());

export function emptySummary(endSlot = 0): RunningSummary {
  return { endSlot, count: 0, sum: 0, minimum: Infinity, maximum: -Infinity, error: undefined };
}

/** Counts a value as a cell inside a range: only numbers, and errors stop it. */
export function addToSummary(summary: RunningSummary, value: Scalar | Failure): void {
  if (typeof value === "number") {
    summary.count++;
    summary.sum += value;
    if (value < summary.minimum) summary.minimum = value;
    if (value > summary.maximum) summary.maximum = value;
  } else if (value instanceof ExcelError || value instanceof Failure) summary.error ??= value;
}

/**
 * The summary of the slots from `startSlot` to before `endSlot`. With `settled` (no cell of the window will change in
 * this run) it is remembered by its first slot, so that `SUM(A$1:A2)`, `SUM(A$1:A3)`, … add one cell each.
 */
export function summarizeSlots(column: Column, startSlot: number, endSlot: number, settled: boolean): RunningSummary {
  const summaries = settled && endSlot - startSlot >= REMEMBERED_ROWS ? column.derived(SUMMARIES) : undefined;
  let summary = summaries?.get(startSlot);
  if (summary === undefined || summary.endSlot > endSlot) {
    summary = emptySummary(startSlot);
    if (summaries !== undefined) {
      if (summaries.size >= MAX_REMEMBERED) summaries.clear();
      summaries.set(startSlot, summary);
    }
  }
  const { values } = column;
  for (let slot = summary.endSlot; slot < endSlot; slot++) addToSummary(summary, values[slot]!);
  summary.endSlot = endSlot;
  return summary;
}
