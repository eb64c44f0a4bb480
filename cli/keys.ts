import { Command } from "commander";
import { createApiKey, listApiKeys, revokeApiKey } from "../lib/accounts/api-keys.ts";
import { readConfig } from "../lib/config.ts";
import { isUuid } from "../lib/ids.ts";
import { openPorts, type Ports } from "../lib/ports.ts";
import { CliError } from "./failure.ts";
import { printJson, printTable } from "./print.ts";
import { jsonOption } from "./service-options.ts";

type Flags = { json?: true };

/** intake keys create|list|revoke: for operators; it talks to the database. */
export const keys = () =>
  new Command("keys")
    .description("keys of the tables and workbooks API, which ENABLE_API_KEY_AUTH asks for")
    .addCommand(
      new Command("create")
        .description("make a key; it is shown this once")
        .argument("<name>", "its owner, who is created_by of the jobs it makes")
        .addOption(jsonOption())
        .action(create),
    )
    .addCommand(
      new Command("list").description("all keys, without the keys themselves").addOption(jsonOption()).action(list),
    )
    .addCommand(
      new Command("revoke")
        .description("refuse a key from now on")
        .argument("<id>", "as `intake keys list` shows it")
        .addOption(jsonOption())
        .action(revoke),
    );

async function create(name: string, { json }: Flags): Promise<void> {
  const made = await withPorts((ports) => createApiKey(ports, name)).catch((error) => {
    throw error instanceof RangeError ? new CliError(error.message, 2) : error;
  });
  if (json) return printJson(made);
  console.log(made.key);
  console.error(`This is shown once. Requests carry it as X-API-Key; its id is ${made.id}.`);
}

async function list({ json }: Flags): Promise<void> {
  const found = await withPorts(listApiKeys);
  if (json) return printJson(found);
  printTable(
    ["id", "name", "created", "revoked"],
    found.map(({ id, name, created_at, revoked_at }) => [
      id,
      name,
      created_at.toISOString(),
      revoked_at?.toISOString() ?? "-",
    ]),
  );
}

async function revoke(id: string, { json }: Flags): Promise<void> {
  if (!isUuid(id) || !(await withPorts((ports) => revokeApiKey(ports, id)))) {
    throw new CliError(`there is no key ${id} that is still good`);
  }
  if (json) printJson({ id, revoked: true });
  else console.log(`${id}: revoked`);
}

async function withPorts<T>(act: (ports: Ports) => Promise<T>): Promise<T> {
  const ports = openPorts(readConfig(), "cli");
  try {
    return await act(ports);
  } finally {
    await ports.close();
  }
}
