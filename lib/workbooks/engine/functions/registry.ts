/** Every function the engine knows, by name. A family is a module whose exports are definitions. */
import type { FunctionDefinition } from "./contract.ts";
import * as database from "./database.ts";
import * as date from "./date.ts";
import * as dynamicArrays from "./dynamic-arrays.ts";
import * as engineering from "./engineering.ts";
import * as financial from "./financial/index.ts";
import * as information from "./information.ts";
import * as lambda from "./lambda.ts";
import * as logical from "./logical.ts";
import * as lookup from "./lookup.ts";
import * as math from "./math.ts";
import * as reference from "./reference.ts";
import * as regex from "./regex.ts";
import * as statistics from "./statistics/index.ts";
import * as text from "./text.ts";
import * as trigonometry from "./trigonometry.ts";

const families = {
  math,
  trigonometry,
  statistics,
  financial,
  engineering,
  database,
  text,
  regex,
  date,
  logical,
  information,
  lookup,
  "dynamic arrays": dynamicArrays,
  lambda,
  reference,
};

/** Definitions with the family each belongs to, in the order above. */
export const FUNCTIONS: readonly { family: string; definition: FunctionDefinition }[] = Object.entries(
  families,
).flatMap(([family, module]) =>
  Object.values<unknown>(module)
    .filter(isDefinition)
    .map((definition) => ({ family, definition })),
);

const byName = new Map(FUNCTIONS.map(({ definition }) => [definition.name, definition]));

/** The function of this name (upper case, without future-function prefix). */
export function findFunction(name: string): FunctionDefinition | undefined {
  return byName.get(name);
}

function isDefinition(value: unknown): value is FunctionDefinition {
  return typeof value === "object" && value !== null && "evaluate" in value && "parameters" in value;
}
