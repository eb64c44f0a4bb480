/**
 * Makes the files that the table benchmarks read, under bench/data, which git does not hold. Same seed, same bytes.
 *
 *     node bench/generate.ts              people-1000000.csv, 10 columns, about 108 MB
 *     node bench/generate.ts 10000        people-10000.csv
 */

import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DATA = fileURLToPath(new URL("./data/", import.meta.url));

/** The columns of the generated table, as the types that Intake infers and that the peers are told. */
export const PEOPLE_COLUMNS = [
  ["id", "integer"],
  ["reference", "string"],
  ["name", "string"],
  ["city", "string"],
  ["age", "integer"],
  ["amount", "number"],
  ["rate", "number"],
  ["active", "boolean"],
  ["birthday", "date"],
  ["created_at", "datetime"],
] as const;

const FIRST = ["Ada", "Alan", "Grace", "Edsger", "Barbara", "Donald", "Margaret", "Ken", "Radia", "Niklaus"];
const LAST = [
  "Lovelace",
  "Turing",
  "Hopper",
  "Dijkstra",
  "Liskov",
  "Knuth",
  "Hamilton",
  "Thompson",
  "Perlman",
  "Wirth",
];
const CITIES = ["London", "New York", "Zürich", "Rotterdam", "Austin", "San Francisco", "Kyoto", "Reykjavík"];

/** mulberry32, public domain: 32 bits of state are plenty for test data. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes people-<rows>.csv unless it is there. @returns its path */
export async function generatePeople(rows: number): Promise<string> {
  const path = `${DATA}people-${rows}.csv`;
  if (existsSync(path)) return path;
  mkdirSync(DATA, { recursive: true });
  const random = randomFrom(20240131);
  const below = (n: number) => Math.floor(random() * n);
  const hex = (digits: number) =>
    below(16 ** digits)
      .toString(16)
      .padStart(digits, "0");
  const two = (n: number) => String(n).padStart(2, "0");
  const date = (from: number) => `${from + below(40)}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const out = createWriteStream(`${path}.part`);
  out.write(`${PEOPLE_COLUMNS.map(([name]) => name).join(",")}\n`);
  let lines = "";
  for (let row = 1; row <= rows; row++) {
    const reference = `${hex(8)}-${hex(8)}-${hex(5)}`;
    const name = `${FIRST[below(10)]} ${LAST[below(10)]}`;
    const time = `${two(below(24))}:${two(below(60))}:${two(below(60))}`;
    lines += `${row},${reference},${name},${CITIES[below(8)]},${18 + below(80)},${(random() * 10_000).toFixed(2)},`;
    lines += `${random().toFixed(4)},${random() < 0.5},${date(1950)},${date(1985)}T${time}\n`;
    if (lines.length > 1 << 20) {
      if (!out.write(lines)) await once(out, "drain");
      lines = "";
    }
  }
  out.end(lines);
  await once(out, "finish");
  renameSync(`${path}.part`, path);
  return path;
}

if (import.meta.main) console.log(await generatePeople(Number(process.argv[2] ?? 1_000_000)));
