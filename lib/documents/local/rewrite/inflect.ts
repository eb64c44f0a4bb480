/** English endings by rule: enough for the regular verbs and nouns of the lexicon. */

/**
 * The forms of a lexicon entry: base, third person, past, participle, -ing for a verb; singular, plural for a noun.
 *
 * @param entry "build", or with its irregular forms "build(builds built built building)"; forms of several words are
 *              parted by "|"
 */
export function inflected(verb: boolean, entry: string): string[] {
  const [, base = entry, forms] = /^([^(]+)\((.+)\)$/.exec(entry) ?? [];
  if (forms !== undefined) return [base, ...forms.split(forms.includes("|") ? "|" : " ")];
  return verb ? [base, withS(base), withEd(base), withEd(base), withIng(base)] : [base, withS(base)];
}

function withS(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

function withEd(word: string): string {
  if (word.endsWith("e")) return `${word}d`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ied` : `${word}ed`;
}

function withIng(word: string): string {
  return /[^eoy]e$/.test(word) ? `${word.slice(0, -1)}ing` : `${word}ing`;
}
