/** Excel's regular expressions are PCRE2's; JavaScript's are close enough to be written from them. */
import { createContext, Script } from "node:vm";
import { type ExcelError, VALUE } from "../../../values.ts";
import { Failure } from "../../failure.ts";
import { worstCase } from "./cost.ts";

const CLASSES: Record<string, string> = {
  alpha: "\\p{L}",
  digit: "\\d",
  alnum: "\\p{L}\\d",
  upper: "\\p{Lu}",
  lower: "\\p{Ll}",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`\\{-~",
  xdigit: "0-9A-Fa-f",
  word: "\\w",
};

/** Searches that may try more than this are watched; watching one costs more than most searches. */
const UNWATCHED_TRIES = 1e7;
const SEARCH_MS = 1000;

/** A pattern that may be searched for in any text, however badly the two fit each other. */
export class Pattern {
  readonly #regex: RegExp;

  /** `regex` finds all matches. */
  constructor(regex: RegExp) {
    this.#regex = regex;
  }

  /** @throws {Failure} `timeout` where the search would go on for ever */
  occursIn(text: string): boolean {
    return this.#bounded(text, () => text.search(this.#regex) >= 0);
  }

  /** @throws {Failure} `timeout` where the search would go on for ever */
  matches(text: string): RegExpExecArray[] {
    return this.#bounded(text, () => [...text.matchAll(this.#regex)]);
  }

  #bounded<Found>(text: string, search: () => Found): Found {
    if (worstCase(this.#regex.source, text.length) <= UNWATCHED_TRIES) return search();
    watched.search = search;
    try {
      return RUN_WATCHED.runInContext(watched, { timeout: SEARCH_MS }) as Found;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      throw new Failure("timeout", "error");
    }
  }
}

/** A search can only be ended from outside, as the time limit of a script does; the script is ours, not the file's. */
const watched = createContext({ search: undefined as (() => unknown) | undefined });
const RUN_WATCHED = new Script("search()");

const compiled = new Map<string, Pattern | ExcelError>();
const MAX_COMPILED = 500;

/** The pattern for all matches in a text; #VALUE! where it is malformed. `i` makes case not matter. */
export function compilePattern(pattern: string, flags: "" | "i"): Pattern | ExcelError {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const regex = translate(pattern, flags);
  const result = regex instanceof RegExp ? new Pattern(regex) : regex;
  compiled.set(key, result);
  return result;
}

function translate(pattern: string, flags: string): RegExp | ExcelError {
  const options = /^\(\?([ims]+)\)/.exec(pattern);
  const source = pattern
    .slice(options?.[0].length ?? 0)
    .replace(/\\A/g, "^")
    .replace(/\\[zZ]/g, "$")
    .replace(/\\h/g, "[ \\t]")
    .replace(/\(\?P</g, "(?<")
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/([*+?}])\+/g, "$1");
  const all = [...new Set(`g${flags}${options?.[1] ?? ""}`)].join("");
  try {
    return new RegExp(source, `${all}u`);
  } catch {
    // The Unicode mode refuses escapes such as `\-` that PCRE2 takes as they are.
    return plain(source, all);
  }
}

function plain(source: string, flags: string): RegExp | ExcelError {
  try {
    return new RegExp(source, flags);
  } catch {
    return VALUE;
  }
}
