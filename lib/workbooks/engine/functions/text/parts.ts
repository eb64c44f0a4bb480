/** Parts of texts, counted in UTF-16 units. The functions on bytes (…B) count alike, as in Excel in English. */
import { type ExcelError, VALUE } from "../../../values.ts";
import { Wildcard } from "../../wildcard.ts";
import { define, type FunctionDefinition, integer, optional, text } from "../contract.ts";
import { limited } from "./limit.ts";

function left(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [text(), optional(integer(), 1)],
    evaluate: (value, count) => (count < 0 ? VALUE : value.slice(0, count)),
  });
}

/** LEFT(text, [count]) */
export const LEFT = left("LEFT");
export const LEFTB = left("LEFTB");

function right(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [text(), optional(integer(), 1)],
    evaluate: (value, count) => (count < 0 ? VALUE : value.slice(Math.max(0, value.length - count))),
  });
}

/** RIGHT(text, [count]) */
export const RIGHT = right("RIGHT");
export const RIGHTB = right("RIGHTB");

function middle(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [text(), integer(), integer()],
    evaluate: (value, start, count) => (start < 1 || count < 0 ? VALUE : value.slice(start - 1, start - 1 + count)),
  });
}

/** MID(text, start, count): "" past the end. */
export const MID = middle("MID");
export const MIDB = middle("MIDB");

function length(name: string): FunctionDefinition {
  return define({ name, parameters: [text()], evaluate: (value) => value.length });
}

/** LEN(text) */
export const LEN = length("LEN");
export const LENB = length("LENB");

function replace(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [text(), integer(), integer(), text()],
    evaluate: (value, start, count, replacement) => {
      if (start < 1 || count < 0) return VALUE;
      return limited(value.slice(0, start - 1) + replacement + value.slice(start - 1 + count));
    },
  });
}

/** REPLACE(text, start, count, replacement): past the end it appends. */
export const REPLACE = replace("REPLACE");
export const REPLACEB = replace("REPLACEB");

/** SUBSTITUTE(text, old, new, [instance]): all occurrences, or the one counted; case matters. */
export const SUBSTITUTE = define({
  name: "SUBSTITUTE",
  parameters: [text(), text(), text(), optional(integer())],
  evaluate: (value, old, replacement, instance) => {
    if (instance !== undefined && instance < 1) return VALUE;
    if (old === "") return value;
    const pieces = value.split(old);
    if (instance === undefined) return limited(pieces.join(replacement));
    if (instance >= pieces.length) return value;
    return limited(pieces.slice(0, instance).join(old) + replacement + pieces.slice(instance).join(old));
  },
});

/** Position (from 1) of what `search` finds at or after `start`; #VALUE! where it finds nothing. */
function locate(within: string, start: number, search: (from: number) => number): number | ExcelError {
  if (start < 1 || start > within.length + 1) return VALUE;
  const found = search(start - 1);
  return found < 0 ? VALUE : found + 1;
}

function find(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [text(), text(), optional(integer(), 1)],
    evaluate: (wanted, within, start) => locate(within, start, (from) => within.indexOf(wanted, from)),
  });
}

/** FIND(wanted, within, [start]): case matters, no wildcards. */
export const FIND = find("FIND");
export const FINDB = find("FINDB");

function search(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [text(), text(), optional(integer(), 1)],
    evaluate: (wanted, within, start) =>
      locate(within, start, (from) =>
        Wildcard.isIn(wanted)
          ? new Wildcard(wanted).indexIn(within, from)
          : within.toLowerCase().indexOf(wanted.toLowerCase(), from),
      ),
  });
}

/** SEARCH(wanted, within, [start]): any case, with the wildcards `*`, `?` and `~`. */
export const SEARCH = search("SEARCH");
export const SEARCHB = search("SEARCHB");
