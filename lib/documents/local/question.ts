/** A question as the search sees it: its terms with their weights, the pairs they stand in, and what it asks for. */
import { type AnswerType, answerTypes } from "./answer-types.ts";
import { type DocumentModel, inverseFrequency } from "./document-model.ts";

export type QueryTerm = {
  term: number;
  weight: number; // 1 for the question's own, less for words that only frame it and for what history and context add
  idf: number;
  asked: boolean; // stands in the question itself
  known: boolean; // occurs in the document
};

export type Question = {
  text: string;
  terms: QueryTerm[]; // each once
  pairs: [number, number][]; // content terms of the question that follow one another
  types: AnswerType[];
  leaning: boolean; // "And how large was it?": it cannot be understood alone
};

export type Asked = { question: string; context: string; history: readonly { question: string; answer: string }[] };

const SUPPORT = 0.3; // weight of terms from history and context
const FRAME = 0.35; // weight of words that frame a question: "what kind of", "what happened"
const MAX_SUPPORT_TERMS = 60;
const TURNS = 3; // of the history that still count
const FRAMES = new Set(
  "kind type sort name call mean happen accord occur describ exampl differ year long old big larg number amount percentag purpos".split(
    " ",
  ),
);
const LEANS =
  /^(?:and|but|so|also|then|what about|how about|und|aber|et|mais|y|pero|e|ma|а|и|那|那么|然后)\b|\b(?:it|its|they|them|their|theirs|this|that|these|those|he|him|his|she|her|hers|there|er|sie|es|il|elle|ils|él|ella|они|он|она|它|他|她|这|那)\b|[它他她这那]/iu;

export function readQuestion(model: DocumentModel, { question, context, history }: Asked): Question {
  const { vocabulary } = model;
  const sequence = vocabulary.read(question);
  const content = sequence.filter((term) => !vocabulary.isStop(term));
  // A question of nothing but stop words ("Who is who?") is searched by those.
  const own = new Set(content.length > 0 ? content : sequence);
  const terms: QueryTerm[] = [...own].map((term) => ({
    term,
    weight: FRAMES.has(vocabulary.stems[term] ?? "") ? FRAME : 1,
    idf: inverseFrequency(model, term),
    asked: true,
    known: (model.sentenceFrequency[term] ?? 0) > 0,
  }));
  const leaning = history.length > 0 && (LEANS.test(question) || own.size <= 2);
  const turns = history.slice(-TURNS).reverse();
  const supporting = [context, ...turns.map((turn) => turn.question), ...turns.map((turn) => turn.answer)];
  terms.push(...supportTerms(model, supporting, own));
  return { text: question, terms, pairs: pairsOf(content), types: answerTypes(question), leaning };
}

/** Terms of history and context that the document has, the first texts first. */
function supportTerms(model: DocumentModel, texts: readonly string[], own: ReadonlySet<number>): QueryTerm[] {
  const { vocabulary, sentenceFrequency } = model;
  const found = new Set<number>();
  for (const term of texts.flatMap((text) => vocabulary.read(text))) {
    if (found.size >= MAX_SUPPORT_TERMS) break;
    if (!vocabulary.isStop(term) && !own.has(term) && (sentenceFrequency[term] ?? 0) > 0) found.add(term);
  }
  return [...found].map((term) => ({
    term,
    weight: SUPPORT,
    idf: inverseFrequency(model, term),
    asked: false,
    known: true,
  }));
}

function pairsOf(content: readonly number[]): [number, number][] {
  return content.slice(1).flatMap((term, index): [number, number][] => {
    const before = content[index]!;
    return before === term ? [] : [[before, term]];
  });
}
