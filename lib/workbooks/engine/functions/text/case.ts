/** Letter case and blanks. */
import { define, text } from "../contract.ts";

/** Excel changes letters one for one: `ß`, whose capital is two letters, stays. */
function oneForOne(value: string, change: (char: string) => string): string {
  const changed = change(value);
  if (changed.length === value.length) return changed;
  return Array.from(value, (char) => (change(char).length === char.length ? change(char) : char)).join("");
}

const upper = (value: string) => oneForOne(value, (char) => char.toUpperCase());
const lower = (value: string) => oneForOne(value, (char) => char.toLowerCase());

/** UPPER(text) */
export const UPPER = define({ name: "UPPER", parameters: [text()], evaluate: upper });

/** LOWER(text) */
export const LOWER = define({ name: "LOWER", parameters: [text()], evaluate: lower });

/** PROPER(text): a capital at the start of each run of letters, `it's` included: `It'S`. */
export const PROPER = define({
  name: "PROPER",
  parameters: [text()],
  evaluate: (value) =>
    lower(value).replace(/\p{L}+/gu, (word) => {
      const [first = ""] = word;
      return upper(first) + word.slice(first.length);
    }),
});

/** TRIM(text): without blanks at both ends, and one where several stand inside; only U+0020 counts. */
export const TRIM = define({
  name: "TRIM",
  parameters: [text()],
  evaluate: (value) => value.replace(/ {2,}/g, " ").replace(/^ | $/g, ""),
});

/** CLEAN(text): without the control characters U+0000 to U+001F. */
export const CLEAN = define({
  name: "CLEAN",
  parameters: [text()],
  evaluate: (value) =>
    Array.from(value)
      .filter((char) => char >= " ")
      .join(""),
});

/** EXACT(text1, text2): equal, case included. */
export const EXACT = define({ name: "EXACT", parameters: [text(), text()], evaluate: (one, other) => one === other });
