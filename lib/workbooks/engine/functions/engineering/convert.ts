/** CONVERT. Source: Microsoft's function reference, "Engineering". */
import { NA } from "../../../values.ts";
import { define, strictNumber, text } from "../contract.ts";
import { BINARY_PREFIXES, DECIMAL_PREFIXES, UNITS, type UnitOfMeasure } from "./units.ts";

/** What a name may stand for: a unit, or one behind a prefix that it takes, as `pc` is a parsec and a pico-calorie. */
function unitsNamed(name: string): UnitOfMeasure[] {
  const exact = UNITS.get(name);
  const prefixed = [1, 2].map((length) => withPrefix(name.slice(0, length), UNITS.get(name.slice(length))));
  return [exact, ...prefixed].filter((unit) => unit !== undefined);
}

function withPrefix(prefix: string, unit: UnitOfMeasure | undefined): UnitOfMeasure | undefined {
  if (unit?.prefixes === undefined) return undefined;
  const decimal = DECIMAL_PREFIXES.get(prefix);
  const power = typeof unit.prefixes === "number" ? unit.prefixes : 1;
  if (decimal !== undefined) return { ...unit, worth: unit.worth * decimal ** power };
  const binary = unit.prefixes === "binary" ? BINARY_PREFIXES.get(prefix) : undefined;
  return binary === undefined ? undefined : { ...unit, worth: unit.worth * binary };
}

/** CONVERT(number, from, to): case counts; #N/A for a unit that is unknown or of another kind. */
export const CONVERT = define({
  name: "CONVERT",
  parameters: [strictNumber(), text(), text()],
  evaluate: (value, fromName, toName) => {
    const targets = unitsNamed(toName);
    for (const from of unitsNamed(fromName)) {
      const to = targets.find(({ kind }) => kind === from.kind);
      if (to === undefined) continue;
      if (fromName === toName) return value;
      return ((value + (from.zero ?? 0)) * from.worth) / to.worth - (to.zero ?? 0);
    }
    return NA;
  },
});
