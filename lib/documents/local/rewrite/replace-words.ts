/** Words and phrases of a lexicon replaced by their counterparts, in the case they stand in, the article put right. */
import { capitalized, type Draft } from "./draft.ts";
import type { Replacement } from "./lexicon.ts";

const DETERMINER =
  /(?<!\p{L})(?:the|an?|this|that|these|those|my|your|his|her|its|our|their|no|any|some|each|every|of)\s+$/iu;
const A_LOT_OF = /(?<!\p{L})(?:a lot|lots) of(\s+)(\p{L}+)/giu;

const patterns = new WeakMap<readonly Replacement[], { pattern: RegExp; to: Map<string, Replacement> }>();

/** For scripts with spaces between words. */
export function replaceWords(draft: Draft, rule: string, replacements: readonly Replacement[]): void {
  const { pattern, to } = compiled(replacements);
  draft.apply(rule, pattern, ({ match, startsSentence, before }) => {
    const [whole, article = "", found = ""] = match;
    const upper = /^\p{Lu}/u.test(found);
    const exact = upper ? to.get(found) : undefined;
    if (exact) return startsSentence ? whole.replace(found, exact.to) : null;
    const instead = to.get(found.toLowerCase());
    if (!instead || (upper && !(startsSentence && article === ""))) return null;
    if (instead.verb && (article !== "" || DETERMINER.test(before))) return null;
    return articleFor(article, instead.to) + (upper ? capitalized(instead.to) : instead.to);
  });
}

/** "A lot of" and "lots of": many of what can be counted, much of what cannot. */
export function replaceALotOf(draft: Draft, rule: string): void {
  draft.apply(rule, A_LOT_OF, ({ match, startsSentence }) => {
    const [, gap = " ", noun = ""] = match;
    const counted = /[^s]s$|^(?:people|children|men|women)$/i.test(noun);
    const amount = counted ? "many" : "much";
    return (startsSentence ? capitalized(amount) : amount) + gap + noun;
  });
}

/** For Chinese: wherever the word stands. */
export function replaceChinese(draft: Draft, rule: string, replacements: readonly Replacement[]): void {
  const to = new Map(replacements.map((entry) => [entry.from, entry.to]));
  draft.apply(rule, new RegExp(longestFirst([...to.keys()]).join("|"), "gu"), ({ match }) => to.get(match[0]) ?? null);
}

function compiled(replacements: readonly Replacement[]): { pattern: RegExp; to: Map<string, Replacement> } {
  let known = patterns.get(replacements);
  if (!known) {
    const to = new Map<string, Replacement>();
    for (const entry of replacements) if (!to.has(entry.from)) to.set(entry.from, entry);
    const forms = longestFirst([...to.keys()]).map((form) =>
      form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s+"),
    );
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}'’-])(an?\\s+)?(${forms.join("|")})(?![\\p{L}\\p{N}'’-])`, "giu");
    known = { pattern, to };
    patterns.set(replacements, known);
  }
  return known;
}

function longestFirst(forms: readonly string[]): string[] {
  return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** "a" or "an" before the new word; the article as it stood when the new word brings none along. */
function articleFor(article: string, word: string): string {
  if (article === "") return "";
  const vowel = /^(?:[aeiou]|hour|honest|heir)/i.test(word) && !/^(?:uni|use|usual|eu|one)/i.test(word);
  const space = article.slice(article.trimEnd().length);
  const right = vowel ? "an" : "a";
  return (article.charAt(0) === "A" ? capitalized(right) : right) + space;
}
