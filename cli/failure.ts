/** An end that a user is to read as one line. Exit codes: 1 it did not work, 2 it could not be understood or read. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
