/**
 * How many ways a backtracking search may have to try: the worst case as read off a pattern, not an estimate.
 * `[a-z]+\d*` is at worst quadratic in the text, `(a+)+` exponential.
 */
const ESCAPE = String.raw`\\(?:[pP]\{[^}]*\}|k<[^>]*>|.)`;
const SET = String.raw`\[\^?(?:\\.|[^\]\\])*\]`;
const TOKEN = new RegExp(
  String.raw`${ESCAPE}|${SET}|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|\)|\||[*+?]|\{\d+(?:,\d*)?\}|[^]`,
  "gu",
);

type Group = { repeats: number; choices: number };

/** The number of starts and paths through a text of `length` units at worst; infinite where it grows exponentially. */
export function worstCase(pattern: string, length: number): number {
  const groups: Group[] = [{ repeats: 0, choices: 0 }];
  let closed: Group | undefined;
  for (const [token] of pattern.matchAll(TOKEN)) {
    const group = groups.at(-1)!;
    const repeated = closed;
    closed = undefined;
    if (token.startsWith("(")) groups.push({ repeats: 0, choices: 0 });
    else if (token === ")" && groups.length > 1) {
      closed = groups.pop()!;
      groups.at(-1)!.repeats += closed.repeats;
      groups.at(-1)!.choices += closed.choices;
    } else if (token === "|" || token === "?") group.choices++;
    else if (/^(?:[*+]|\{)/.test(token)) {
      // What varies inside a group that itself repeats can be split up in exponentially many ways.
      if (repeated !== undefined && repeated.repeats + repeated.choices > 0) return Number.POSITIVE_INFINITY;
      if (!/^\{\d+\}$/.test(token)) group.repeats++;
    }
  }
  const { repeats, choices } = groups.reduce((sum, group) => ({
    repeats: sum.repeats + group.repeats,
    choices: sum.choices + group.choices,
  }));
  return (length + 1) ** (repeats + 1) * 2 ** choices;
}
