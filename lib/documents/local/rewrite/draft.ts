/** A text on its way through the rules: each rule replaces what it may, and what it did is counted. */
import type { Change } from "../../results.ts";
import { isProtected, protectedSpans } from "./protected.ts";

const MAX_EXAMPLES = 5;
const MAX_EXAMPLE = 200; // code units
const SENTENCE_START = /(?:^|[.!?…]["'”’)\]]*\s+|\n\s*|[:;]\s*\n)["'“‘([]*$/;

/** What a rule finds, where it stands, and what the text before it is. */
export type Found = { match: RegExpExecArray; startsSentence: boolean; before: string; after: string };

export class Draft {
  text: string;
  readonly changes: Change[] = [];
  /** The title that stands above the text; no rule reaches it. */
  private readonly titleEnd: number;

  constructor(text: string, titleEnd = 0) {
    this.text = text;
    this.titleEnd = titleEnd;
  }

  /**
   * Replaces what the pattern finds outside of protected stretches.
   *
   * @param pattern with the flag g
   * @param replace the new text, or null to leave the find alone
   * @param shown what the find is called among the examples; all of it unless told
   */
  apply(
    rule: string,
    pattern: RegExp,
    replace: (found: Found) => string | null,
    shown?: (match: RegExpExecArray) => string,
  ): void {
    const kept = protectedSpans(this.text);
    const { text } = this;
    let rewritten = "";
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (start < at || start < this.titleEnd || isProtected(kept, start, end)) continue;
      const before = text.slice(Math.max(0, start - 80), start);
      const found = { match, startsSentence: SENTENCE_START.test(before), before, after: text.slice(end, end + 80) };
      const instead = replace(found);
      if (instead === null || instead === match[0]) continue;
      rewritten += text.slice(at, start) + instead;
      at = end;
      if (shown) this.count(rule, shown(match), "");
      else this.count(rule, match[0].trim(), instead.trim());
    }
    this.text = rewritten + text.slice(at);
  }

  /** Notes a change that was made. */
  count(rule: string, from: string, to: string): void {
    let change = this.changes.find((known) => known.rule === rule);
    if (!change) {
      change = { rule, count: 0, examples: [] };
      this.changes.push(change);
    }
    change.count++;
    const example = { from: from.slice(0, MAX_EXAMPLE), to: to.slice(0, MAX_EXAMPLE) };
    const known = change.examples.some((other) => other.from === example.from && other.to === example.to);
    if (!known && change.examples.length < MAX_EXAMPLES) change.examples.push(example);
  }
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
