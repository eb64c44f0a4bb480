/**
 * The two ways in which calculating a cell stops without a result. Both are thrown through the functions under way,
 * so that no IFERROR can hide them, and both are caught by the scheduler alone.
 */
import type { SheetArea } from "./value.ts";

/** The cell cannot be calculated; kept in the place of its value. Spec §5.2. */
export class Failure {
  /** As `calculation_error` shows it. */
  readonly reason: string;
  readonly outcome: "unsupported" | "error";

  constructor(reason: string, outcome: "unsupported" | "error") {
    this.reason = reason;
    this.outcome = outcome;
  }

  static unsupportedFunction(name: string): Failure {
    return new Failure(`unsupported_function:${name}`, "unsupported");
  }

  static unsupportedConstruct(what: string): Failure {
    return new Failure(`unsupported_construct:${what}`, "unsupported");
  }
}

/** A cell was read that has no value yet: calculate this area first, then try again. */
export class Suspension {
  readonly area: SheetArea;

  constructor(area: SheetArea) {
    this.area = area;
  }
}
