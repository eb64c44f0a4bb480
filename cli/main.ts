import { Command, CommanderError } from "commander";
import { cancel } from "./cancel.ts";
import { convert } from "./convert.ts";
import { CliError } from "./failure.ts";
import { importModel } from "./import.ts";
import { job } from "./job.ts";
import { jobs } from "./jobs.ts";
import { keys } from "./keys.ts";
import { recalc } from "./recalc.ts";
import { redrive } from "./redrive.ts";
import { retry } from "./retry.ts";
import { sniff } from "./sniff.ts";
import { submit } from "./submit.ts";
import { upload } from "./upload.ts";
import { validate } from "./validate.ts";

const program = new Command("intake")
  .description("Takes in tables, Excel models and documents, and turns them into data that can be trusted.")
  .exitOverride()
  .showHelpAfterError("(intake --help lists the commands)");

for (const verb of [
  validate,
  sniff,
  convert,
  recalc,
  importModel,
  upload,
  submit,
  jobs,
  job,
  retry,
  cancel,
  redrive,
  keys,
]) {
  program.addCommand(verb().exitOverride());
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // `intake … | head` has seen enough
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  if (!(error instanceof CliError)) throw error;
  console.error(`intake: ${error.message}`);
  process.exit(error.exitCode);
}
