/**
 * How long one formula may calculate: `=REDUCE(0,SEQUENCE(1000000),…)` must not hold up a whole import.
 *
 * Kept in the module, not handed from call to call: formulas are calculated one after the other on one thread, and
 * the loops that ask are too deep down to carry anything.
 */
import { Failure } from "./failure.ts";

/** Thousands of times what a formula of a real model takes. */
const FORMULA_MS = 10_000;
/** The clock is looked at once in so many steps. */
const STEPS_PER_LOOK = 64;

let steps = 0;
/** Taken at the formula's first look at the clock: most formulas never look. */
let begun: { at: number; processor: NodeJS.CpuUsage } | undefined;

/** To be called before each formula. */
export function beginFormula(): void {
  steps = 0;
  begun = undefined;
}

/**
 * To be called once per element or row by every loop that a formula can make long.
 * @throws {Failure} `timeout` once the formula's time is up
 */
export function checkTime(): void {
  if (++steps < STEPS_PER_LOOK) return;
  steps = 0;
  const now = performance.now();
  if (begun === undefined) begun = { at: now, processor: process.cpuUsage() };
  else if (now - begun.at > FORMULA_MS && processorMs(begun.processor) > FORMULA_MS) {
    throw new Failure("timeout", "error");
  }
}

/** Processor time decides: a formula is not to fail because the machine is busy. It is asked last, for it is dear. */
function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
