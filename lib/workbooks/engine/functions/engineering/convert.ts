/** CONVERT. Source: Microsoft's function reference, "Engineering". */
import { NA } from "../../../values.ts";
import { define, strictNumber, text } from "../contract.ts";
import { BINARY_PREFIXES, DECIMAL_PREFIXES, UNITS, type UnitOfMeasure } from "./units.ts";

/** A unit by its name, exact or behind a prefix that it takes; case counts. */
function findUnit(name: string): UnitOfMeasure | undefined {
  return UNITS.get(name) ?? findPrefixed(name);
}

function findPrefixed(name: string): UnitOfMeasure | undefined {
  for (const length of [1, 2]) {
    const prefix = name.slice(0, length);
    const unit = UNITS.get(name.slice(length));
    if (unit?.prefixes === undefined) continue;
    const decimal = DECIMAL_PREFIXES.get(prefix);
    const power = typeof unit.prefixes === "number" ? unit.prefixes : 1;
    if (decimal !== undefined) return { ...unit, worth: unit.worth * decimal ** power };
    const binary = unit.prefixes === "binary" ? BINARY_PREFIXES.get(prefix) : undefined;
    if (binary !== undefined) return { ...unit, worth: unit.worth * binary };
  }
  return undefined;
}

/** CONVERT(number, from, to): #N/A for a unit that is unknown or of another kind. */
export const CONVERT = define({
  name: "CONVERT",
  parameters: [strictNumber(), text(), text()],
  evaluate: (value, fromName, toName) => {
    const from = findUnit(fromName);
    const to = findUnit(toName);
    if (from === undefined || to === undefined || from.kind !== to.kind) return NA;
    if (fromName === toName) return value;
    return ((value + (from.zero ?? 0)) * from.worth) / to.worth - (to.zero ?? 0);
  },
});
