import { Command, CommanderError } from "commander";
import { version } from "../lib/version.ts";
import { CliError } from "./failure.ts";

/** The verbs. Only the module of the one that was asked for is loaded, for together they need half a second. */
const VERBS: Record<string, () => Promise<Command>> = {
  validate: async () => (await import("./validate.ts")).validate(),
  sniff: async () => (await import("./sniff.ts")).sniff(),
  convert: async () => (await import("./convert.ts")).convert(),
  recalc: async () => (await import("./recalc.ts")).recalc(),
  import: async () => (await import("./import.ts")).importModel(),
  documents: async () => (await import("./documents/documents.ts")).documents(),
  upload: async () => (await import("./upload.ts")).upload(),
  submit: async () => (await import("./submit.ts")).submit(),
  jobs: async () => (await import("./jobs.ts")).jobs(),
  job: async () => (await import("./job.ts")).job(),
  retry: async () => (await import("./retry.ts")).retry(),
  cancel: async () => (await import("./cancel.ts")).cancel(),
  redrive: async () => (await import("./redrive.ts")).redrive(),
  keys: async () => (await import("./keys.ts")).keys(),
};

const program = new Command("intake")
  .description("Takes in tables, Excel models and documents, and turns them into data that can be trusted.")
  .version(version)
  .exitOverride()
  .showHelpAfterError("(intake --help lists the commands)");

const asked = process.argv[2] ?? "";
// Help, and the hint after a mistyped verb, name them all.
for (const verb of Object.hasOwn(VERBS, asked) ? [asked] : Object.keys(VERBS)) {
  program.addCommand((await VERBS[verb]!()).exitOverride());
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // `intake … | head` has seen enough
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  if (!(error instanceof CliError) && !isOfSystem(error)) throw error;
  console.error(`intake: ${error.message}`);
  process.exit(error instanceof CliError ? error.exitCode : 1);
}

/** A folder that is not there, a disk that is full: for the user to mend, who need not see our stack. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}
