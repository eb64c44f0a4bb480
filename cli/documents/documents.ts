import { Command } from "commander";
import { ask } from "./ask.ts";
import { extract } from "./extract.ts";
import { mindmap } from "./mindmap.ts";
import { rewrite } from "./rewrite.ts";
import { summarize } from "./summarize.ts";

/** intake documents …: everything that can be done with a document here, without any service and without a model. */
export function documents(): Command {
  const group = new Command("documents").description("read, summarize, question, rewrite and map documents");
  for (const verb of [extract, summarize, ask, rewrite, mindmap]) group.addCommand(verb().exitOverride());
  return group;
}
