/**
 * How much memory the reading of a CSV of 500 MB takes, sampled each second in a process of its own: rows turned into
 * JSON as for loading, and thrown away.
 *
 *     node bench/worker-memory.ts [--megabytes 500]
 *
 * Prints one JSON line: resident MiB at ten points of the way, and the most. The target is less than 256 throughout.
 */
import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { fileBytes } from "../lib/tables/file-bytes.ts";
import { openTable } from "../lib/tables/open-table.ts";
import { parseTableOptions } from "../lib/tables/options.ts";
import { generatePeople } from "./generate.ts";
import { machine } from "./machine.ts";

const { values: args } = parseArgs({ options: { megabytes: { type: "string", default: "500" } } });
const path = await generatePeople(1_000_000);
const fileSize = statSync(path).size;
const sizeBytes = Number(args.megabytes) * 1e6;

/** The generated file over and over, its header left out after the first time. */
async function* stream(): AsyncGenerator<Uint8Array, void, undefined> {
  let sent = 0;
  while (sent < sizeBytes) {
    let isFirst = sent > 0;
    for await (const piece of fileBytes(path)) {
      const part = isFirst ? piece.subarray(piece.indexOf(0x0a) + 1) : piece;
      isFirst = false;
      sent += part.length;
      yield part;
      if (sent >= sizeBytes) return;
    }
  }
}

const mebibytes = () => Math.round(process.memoryUsage().rss / 2 ** 20);
const source = { fileType: "csv" as const, filename: "people.csv", sizeBytes, stream: stream() };
const table = await openTable(source, { options: parseTableOptions({}) });
const resident: number[] = [];
let rows = 0;
for await (const chunk of table.check()) {
  rows += chunk.rows;
  if (resident.length < chunk.progress * 10) resident.push(mebibytes());
}
console.log(
  JSON.stringify({
    bench: "worker-memory",
    machine: machine(),
    megabytes: Number(args.megabytes),
    file_repeated: Math.ceil(sizeBytes / fileSize),
    rows,
    resident_mib: resident,
    most_mib: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
