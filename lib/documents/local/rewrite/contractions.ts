/** English contractions, written out and formed. */
import { capitalized, type Draft } from "./draft.ts";

const IRREGULAR: Record<string, string> = {
  "can't": "cannot",
  "won't": "will not",
  "shan't": "shall not",
  "ain't": "is not",
  "let's": "let us",
};
const ENDINGS: Record<string, string> = { "'m": " am", "'re": " are", "'ve": " have", "'ll": " will" };
const CONTRACTION =
  /(?<![\p{L}\p{N}])(?:[A-Za-z]+n['’]t|(?:[Ii]|[Yy]ou|[Ww]e|[Tt]hey|[Hh]e|[Ss]he|[Ii]t|[Tt]hat|[Tt]here|[Ww]ho|[Ww]hat|[Ww]here|[Hh]ow|[Hh]ere|[Ll]et)['’](?:m|re|ve|ll|d|s))(?!\p{L})/gu;
const PARTICIPLE =
  /^\s+(?:been|got|gone|had|done|seen|made|taken|given|found|become|come|known|shown|\p{L}+ed)(?!\p{L})/u;
/** What only "has" can stand before: "it's called" is far more often "it is". */
const PERFECT = /^\s+(?:been|got|had|become)(?!\p{L})/u;

export function expandContractions(draft: Draft): void {
  draft.apply("contractions_expanded", CONTRACTION, ({ match, after }) => {
    const plain = match[0].replace("’", "'");
    const expanded = expand(plain.toLowerCase(), after);
    if (expanded === null) return null;
    // The pronoun "I" stays a capital wherever it stands.
    return /^(?:i |[A-Z])/.test(plain.startsWith("I'") ? "i " : plain) ? capitalized(expanded) : expanded;
  });
}

function expand(word: string, after: string): string | null {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (word.endsWith("n't")) return `${word.slice(0, -3)} not`;
  const at = word.indexOf("'");
  const [subject, ending] = [word.slice(0, at), word.slice(at)];
  const known = ENDINGS[ending];
  if (known !== undefined) return subject + known;
  if (ending === "'s") return subject === "let" ? null : subject + (PERFECT.test(after) ? " has" : " is");
  return subject + (PARTICIPLE.test(after) || /^\s+better\b/.test(after) ? " had" : " would");
}

const NEGATED = "is|are|was|were|does|do|did|has|have|had|would|could|should|need";
const FORMS: [RegExp, (found: RegExpExecArray) => string][] = [
  [new RegExp(`(?<!\\p{L})(${NEGATED}) not(?=\\s+\\p{L})(?!\\s+only\\b)`, "giu"), ([, verb]) => `${verb}n't`],
  [/(?<!\p{L})(c)an ?not(?=\s+\p{L})(?!\s+only\b)/giu, ([, first]) => `${first}an't`],
  [/(?<!\p{L})(w)ill not(?=\s+\p{L})/giu, ([, first]) => `${first}on't`],
  [/(?<!\p{L})(I) am(?=\s+\p{L})/gu, ([, subject]) => `${subject}'m`],
  [/(?<!\p{L})(you|we|they) are(?=\s+\p{L})/giu, ([, subject]) => `${subject}'re`],
  [/(?<!\p{L})(it|that|there|he|she) is(?=\s+\p{L})/giu, ([, subject]) => `${subject}'s`],
  [/(?<!\p{L})(I|you|we|they|he|she|it) will(?=\s+\p{L})/giu, ([, subject]) => `${subject}'ll`],
  [
    /(?<!\p{L})(I|you|we|they) have(?=\s+(?:been|done|seen|made|found|shown|taken|given|\p{L}+ed)(?!\p{L}))/giu,
    ([, subject]) => `${subject}'ve`,
  ],
];

export function formContractions(draft: Draft): void {
  for (const [pattern, form] of FORMS) {
    draft.apply("contractions_formed", pattern, ({ match, before }) => {
      // "what that is", "as it is": stress falls on the verb, or the clause ends with it.
      return /\b(?:what|where|how|as|than)\s+$/i.test(before) ? null : form(match);
    });
  }
}
