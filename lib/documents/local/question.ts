/** A question as the search sees it: its terms with their weights, the pairs they stand in, and what it asks for. */
import { type AnswerType, answerTypes } from "./answer-types.ts";
import { type DocumentModel, inverseFrequency } from "./document-model.ts";
import { matchTerms, type TermMatch } from "./term-match.ts";

export type QueryTerm = {
  term: number;
  weight: number; // 1 for the question's own, less for words that only frame it and for what history and context add
  idf: number;
  asked: boolean; // of the question itself, or of the one before that it leans on
};

export type Question = {
  text: string;
  terms: QueryTerm[]; // each once
  pairs: [number, number][]; // content terms of the question that follow one another
  types: AnswerType[];
  match: TermMatch; // the document's words for its terms
};

export type Asked = { question: string; context: string; history: readonly { question: string; answer: string }[] };

const SUPPORT = 0.3; // weight of terms from history and context
const FRAME = 0.35; // weight of words that frame a question ("what kind of"), and of mere pairs of characters
const MAX_SUPPORT_TERMS = 60;
const TURNS = 3; // of the history that still count
const FRAMES = new Set(
  "kind type sort name call mean happen accord occur describ exampl differ year long old big larg number amount percentag purpos".split(
    " ",
  ),
);
const LEANS =
  /^(?:and|but|so|also|then|what about|how about|und|aber|et|mais|y|pero|e|ma|а|и|那|那么|然后)(?!\p{L})|(?<!\p{L})(?:it|its|they|them|their|theirs|this|that|these|those|he|him|his|she|her|hers|there|er|sie|es|il|elle|ils|él|ella|они|он|она|его|её|их)(?!\p{L})|[它他她这那]/iu;

export function readQuestion(model: DocumentModel, { question, context, history }: Asked): Question {
  const { vocabulary } = model;
  const sequence = vocabulary.read(question);
  const content = sequence.filter((term) => !vocabulary.isStop(term));
  // A question of nothing but stop words ("Who is who?") is searched by those.
  const own = new Set(content.length > 0 ? content : sequence);
  const words = new Set(vocabulary.readWords(question));
  const terms: Omit<QueryTerm, "idf">[] = [...own].map((term) => ({
    term,
    weight: FRAMES.has(vocabulary.stems[term] ?? "") || !words.has(term) ? FRAME : 1,
    asked: true,
  }));
  const leaning = history.length > 0 && (LEANS.test(question) || own.size <= 2);
  const [last, ...earlier] = history.slice(-TURNS).reverse();
  const support = (texts: readonly string[], asked: boolean) => terms.push(...supportTerms(model, texts, terms, asked));
  support(last ? [last.question] : [], leaning);
  support([last?.answer ?? "", context, ...earlier.flatMap((turn) => [turn.question, turn.answer])], false);
  const match = matchTerms(model, terms);
  return {
    text: question,
    terms: withFrequencies(model, terms, match),
    pairs: pairsOf(content),
    types: answerTypes(question),
    match,
  };
}

/** Terms of history and context that the document has and the question lacks, the first texts first. */
function supportTerms(
  model: DocumentModel,
  texts: readonly string[],
  present: readonly Omit<QueryTerm, "idf">[],
  asked: boolean,
): Omit<QueryTerm, "idf">[] {
  const { vocabulary, sentenceFrequency } = model;
  const taken = new Set(present.map(({ term }) => term));
  const found = new Set<number>();
  for (const term of texts.flatMap((text) => vocabulary.read(text))) {
    if (found.size >= MAX_SUPPORT_TERMS) break;
    if (!vocabulary.isStop(term) && !taken.has(term) && (sentenceFrequency[term] ?? 0) > 0) found.add(term);
  }
  return [...found].map((term) => ({ term, weight: SUPPORT, asked }));
}

/** A term is as rare as all that stands for it together: a word the text has only in other forms is no rarity. */
function withFrequencies(
  model: DocumentModel,
  terms: readonly Omit<QueryTerm, "idf">[],
  match: TermMatch,
): QueryTerm[] {
  const reach = terms.map(() => 0);
  for (const [term, { place, weight }] of match) reach[place]! += weight * (model.sentenceFrequency[term] ?? 0);
  return terms.map((term, place) => ({ ...term, idf: inverseFrequency(model, reach[place]!) }));
}

function pairsOf(content: readonly number[]): [number, number][] {
  return content.slice(1).flatMap((term, index): [number, number][] => {
    const before = content[index]!;
    return before === term ? [] : [[before, term]];
  });
}
