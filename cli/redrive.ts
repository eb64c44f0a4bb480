import { Command } from "commander";
import { readConfig } from "../lib/config.ts";
import { redriveAll } from "../lib/jobs/redrive.ts";
import { openPorts } from "../lib/ports.ts";
import { printJson, printTable } from "./print.ts";
import { jsonOption } from "./service-options.ts";

/** intake redrive: bring back what lies on the dead-letter queues. For operators: it talks to queues and database. */
export const redrive = () =>
  new Command("redrive")
    .description("put dead-lettered messages back on their queues, their jobs to be run again")
    .addOption(jsonOption())
    .action(async ({ json }: { json?: true }) => {
      const ports = openPorts(readConfig(), "cli");
      try {
        const counts = await redriveAll(ports);
        if (json) return printJson(counts);
        printTable(
          ["queue", "put back", "left"],
          Object.entries(counts).map(([queue, { redriven, left }]) => [queue, String(redriven), String(left)]),
        );
      } finally {
        await ports.close();
      }
    });
