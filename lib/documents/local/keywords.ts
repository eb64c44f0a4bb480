/**
 * Key phrases: runs of content words between stop words and punctuation (RAKE, Rose et al. 2010), scored anew by how
 * central their words are in the graph of words that stand together (TextRank).
 */
import { contentTerms, type DocumentModel, type Sentence } from "./document-model.ts";
import { IRREGULAR_VERBS } from "./irregular-forms.ts";
import { type Graph, pageRank } from "./power-iteration.ts";

export type Keyword = {
  text: string; // as the text has it most often
  terms: readonly number[];
  score: number; // 0 to 1, the best is 1; 4 decimals
  count: number; // how often the phrase occurs
  sentences: readonly number[]; // indices of the sentences that hold it, in order
};

const MAX_WORDS = 3;
const MAX_LENGTH = 60; // code units
const WINDOW = 3; // content words that stand together
const GRAPH_TERMS = 3_000; // the most frequent ones; rarer words rank by the random jump alone
const FEW_SECTIONS = 4; // with fewer, where a word stands says nothing about it
/** English words that are a subject only together with others: verb forms, adverbs, and the furniture of reports. */
const WEAK_ALONE =
  /(?:[^e]ed|ly|[^r]ing)$|^(?:one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|new|different|similar|high|low|higher|lower|large|small|long|short|great|good|found|show|shows|shown|results?|figures?|tables?|number|numbers|case|cases|example|examples|part|parts|way|ways|time|times|year|years|day|days|thing|things|people|study|studies|data|group|groups|effects?|analysis|significant|possible|important|several|various|due|present|fact|order|set|total|level|levels|values?|end|need|work|known|includ(?:e|es)|allows?|provides?|makes?|org|com|www|https?)$/i;
const TOKEN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|[\p{L}\p{M}\p{N}]+(?:[-'’][\p{L}\p{M}\p{N}]+)*/gu;
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;

type Candidate = { forms: Map<string, number>; terms: number[]; count: number; sentences: number[] };

/** Key phrases of the document, or of some of its sentences, best first. */
export function keywordsOf(
  model: DocumentModel,
  limit: number,
  sentences: readonly Sentence[] = model.sentences,
): Keyword[] {
  const prose = sentences.filter(({ backMatter }) => !backMatter);
  const ranks = specificRanks(model, prose);
  const scored = [...candidates(model, prose, ranks).values()].map((candidate) => ({
    candidate,
    raw: rawScore(model, candidate, ranks),
  }));
  scored.sort((a, b) => b.raw - a.raw || a.candidate.sentences[0]! - b.candidate.sentences[0]!);
  const best = scored[0]?.raw ?? 1;
  const kept: Keyword[] = [];
  for (const { candidate, raw } of scored) {
    if (kept.length >= limit) break;
    const text = usualForm(candidate.forms);
    if (kept.some((keyword) => says(keyword, candidate.terms, text))) continue;
    kept.push({
      text,
      terms: candidate.terms,
      score: Math.round((raw / best) * 10_000) / 10_000,
      count: candidate.count,
      sentences: candidate.sentences,
    });
  }
  return kept;
}

/** Rank of each term in the graph of content words that stand within a window of three, the highest being 1. */
export function wordRanks(model: DocumentModel, sentences: readonly Sentence[]): Map<number, number> {
  const frequency = new Map<number, number>();
  for (const sentence of sentences) {
    for (const term of contentTerms(model, sentence)) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  const nodes = [...frequency].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, GRAPH_TERMS);
  const nodeOf = new Map(nodes.map(([term], node) => [term, node]));
  const edges = nodes.map(() => new Map<number, number>());
  for (const sentence of sentences) {
    const within = contentTerms(model, sentence).flatMap((term) => nodeOf.get(term) ?? []);
    for (const [at, node] of within.entries()) {
      for (const other of within.slice(at + 1, at + WINDOW)) {
        if (other === node) continue;
        edges[node]!.set(other, (edges[node]!.get(other) ?? 0) + 1);
        edges[other]!.set(node, (edges[other]!.get(node) ?? 0) + 1);
      }
    }
  }
  const graph: Graph = edges.map((neighbours) => [...neighbours].map(([to, weight]) => ({ to, weight })));
  const ranks = pageRank(graph);
  const highest = ranks.reduce((most, value) => Math.max(most, value), 0) || 1;
  return new Map(nodes.map(([term], node) => [term, ranks[node]! / highest]));
}

/** The same, lowered for words that are spread over all sections: they belong to the genre, not to the subject. */
function specificRanks(model: DocumentModel, sentences: readonly Sentence[]): Map<number, number> {
  const ranks = wordRanks(model, sentences);
  const sections = new Map<number, Set<number>>();
  const all = new Set(sentences.map(({ section }) => section));
  if (all.size < FEW_SECTIONS) return ranks;
  for (const { terms, section } of sentences) {
    for (const term of terms) {
      if (!ranks.has(term)) continue;
      const known = sections.get(term);
      if (known) known.add(section);
      else sections.set(term, new Set([section]));
    }
  }
  const spread = (term: number) => (sections.get(term)?.size ?? 1) / all.size;
  return new Map([...ranks].map(([term, rank]) => [term, rank * (1 - 0.75 * spread(term))]));
}

/** Phrases of one to three ranked words by the terms they are made of. */
function candidates(
  model: DocumentModel,
  sentences: readonly Sentence[],
  ranks: ReadonlyMap<number, number>,
): Map<string, Candidate> {
  const found = new Map<string, Candidate>();
  for (const sentence of sentences) {
    if (!sentence.heading && sentence.prose < 0.5) continue;
    const text = model.text.slice(sentence.start, sentence.end);
    for (const run of runs(model, text, ranks)) {
      for (let from = 0; from < run.length; from++) {
        for (let to = from + 1; to <= Math.min(run.length, from + MAX_WORDS); to++) {
          add(found, sentence.index, text.slice(run[from]!.start, run[to - 1]!.end), run.slice(from, to));
        }
      }
    }
  }
  return found;
}

type Token = { start: number; end: number; terms: number[] };

function add(found: Map<string, Candidate>, sentence: number, form: string, tokens: readonly Token[]): void {
  if (form.length > MAX_LENGTH || !/\p{L}{2}|\p{Script=Han}/u.test(form)) return;
  const terms = tokens.flatMap((token) => token.terms);
  const key = terms.join(" ");
  let candidate = found.get(key);
  if (!candidate) {
    candidate = { forms: new Map(), terms, count: 0, sentences: [] };
    found.set(key, candidate);
  }
  candidate.count++;
  if (candidate.forms.size < 8 || candidate.forms.has(form)) {
    candidate.forms.set(form, (candidate.forms.get(form) ?? 0) + 1);
  }
  if (candidate.sentences.at(-1) !== sentence) candidate.sentences.push(sentence);
}

/** Content words with nothing but a single blank between them. Chinese and Japanese: runs of the segmenter's words. */
function* runs({ vocabulary }: DocumentModel, text: string, ranks: ReadonlyMap<number, number>): Generator<Token[]> {
  let run: Token[] = [];
  for (const { 0: word, index } of text.matchAll(TOKEN)) {
    for (const { form, at } of CJK.test(word) ? vocabulary.segments(word) : [{ form: word, at: 0 }]) {
      const start = index + at;
      const terms = CJK.test(form) ? [vocabulary.termOf(form)] : vocabulary.read(form);
      const content = terms.length > 0 && terms.every((term) => ranks.has(term)) && !/^\p{N}+$/u.test(form);
      const gap = run.length > 0 ? text.slice(run.at(-1)!.end, start) : "";
      if (run.length > 0 && (!content || (gap !== " " && gap !== ""))) {
        yield run;
        run = [];
      }
      if (content && (form.length > 1 || !CJK.test(form))) run.push({ start, end: start + form.length, terms });
    }
  }
  if (run.length > 0) yield run;
}

/** Mean rank of its words, raised by how often the phrase stands and by its length. */
function rawScore(
  { language }: DocumentModel,
  { terms, count, forms }: Candidate,
  ranks: ReadonlyMap<number, number>,
): number {
  const mean = terms.reduce((sum, term) => sum + (ranks.get(term) ?? 0), 0) / terms.length;
  const raw = mean * Math.log2(1 + count);
  if (terms.length > 1) return raw * (count === 1 ? 0.3 : terms.length); // a chance meeting of words is no phrase
  const form = usualForm(forms).toLowerCase();
  return language === "en" && (WEAK_ALONE.test(form) || IRREGULAR_VERBS.has(form)) ? raw * 0.2 : raw;
}

function usualForm(forms: ReadonlyMap<string, number>): string {
  const [best] = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best![0];
}

/** Whether a chosen phrase already says what another would: shared words, or one written inside the other. */
function says({ terms, text }: Keyword, others: readonly number[], other: string): boolean {
  const shared = others.filter((term) => terms.includes(term)).length;
  if (shared === others.length || shared === terms.length) return true;
  const [one, two] = [text.toLowerCase(), other.toLowerCase()];
  return one.includes(two) || two.includes(one);
}
