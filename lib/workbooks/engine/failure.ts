/**
 * The cell cannot be calculated; kept in the place of its value. Spec §5.2. Thrown through the functions under way, so
 * that no IFERROR can hide it, and caught by the scheduler alone, as is a `Suspension`.
 */
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
