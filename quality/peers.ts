/** What we are measured against: the plain methods, on the same sentences and with the same budget. */
import { contentTerms, type DocumentModel, type Sentence } from "../lib/documents/local/document-model.ts";
import { pageRank } from "../lib/documents/local/power-iteration.ts";
import type { Span } from "../lib/documents/types.ts";

const K1 = 1.2;
const B = 0.75;

/** The first sentences that fit the budget: what a news editor cuts to. */
export function leadSummary(model: DocumentModel, budget: number): string {
  const chosen: Sentence[] = [];
  let left = budget;
  for (const sentence of body(model)) {
    if (sentence.words > left) break;
    chosen.push(sentence);
    left -= sentence.words;
  }
  return joined(model, chosen);
}

/** TextRank as published (Mihalcea and Tarau 2004): shared words over the logarithms of the lengths, nothing else. */
export function textRankSummary(model: DocumentModel, budget: number): string {
  const sentences = body(model);
  const terms = sentences.map((sentence) => new Set(contentTerms(model, sentence)));
  const graph = sentences.map(() => [] as { to: number; weight: number }[]);
  for (let a = 0; a < sentences.length; a++) {
    for (let b = a + 1; b < sentences.length; b++) {
      const shared = [...terms[a]!].filter((term) => terms[b]!.has(term)).length;
      if (shared === 0) continue;
      const weight = shared / (Math.log(Math.max(2, terms[a]!.size)) + Math.log(Math.max(2, terms[b]!.size)));
      graph[a]!.push({ to: b, weight });
      graph[b]!.push({ to: a, weight });
    }
  }
  const ranks = pageRank(graph);
  const order = sentences.map((_, index) => index).sort((a, b) => ranks[b]! - ranks[a]! || a - b);
  const chosen: Sentence[] = [];
  let left = budget;
  for (const index of order) {
    const sentence = sentences[index]!;
    if (sentence.words > left) continue;
    chosen.push(sentence);
    left -= sentence.words;
  }
  return joined(
    model,
    chosen.sort((a, b) => a.start - b.start),
  );
}

/** Plain BM25: windows of whole sentences up to `length` code units, words in lower case, no stemming, best first. */
export function bm25Windows(model: DocumentModel, question: string, length: number, count: number): Span[] {
  const windows = windowsOf(body(model), length);
  const texts = windows.map(({ start, end }) => words(model.text.slice(start, end)));
  const average = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
  const asked = [...new Set(words(question))];
  const frequency = asked.map((word) => texts.filter((text) => text.includes(word)).length);
  const scores = texts.map((text) =>
    asked.reduce((sum, word, index) => {
      const found = text.filter((other) => other === word).length;
      if (found === 0) return sum;
      const idf = Math.log(1 + (texts.length - frequency[index]! + 0.5) / (frequency[index]! + 0.5));
      return sum + (idf * found * (K1 + 1)) / (found + K1 * (1 - B + (B * text.length) / average));
    }, 0),
  );
  const order = windows.map((_, index) => index).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const best: Span[] = [];
  for (const index of order) {
    const window = windows[index]!;
    if (best.length >= count || scores[index] === 0) break;
    if (!best.some(({ start, end }) => window.start < end && window.end > start)) best.push(window);
  }
  return best;
}

function windowsOf(sentences: readonly Sentence[], length: number): Span[] {
  return sentences.map(({ start, end, section }, first) => {
    let last = end;
    for (const next of sentences.slice(first + 1)) {
      if (next.end - start > length || next.section !== section) break;
      last = next.end;
    }
    return { start, end: Math.min(last, start + length) };
  });
}

function body({ sentences }: DocumentModel): Sentence[] {
  return sentences.filter(({ heading }) => !heading);
}

function joined({ text }: DocumentModel, sentences: readonly Sentence[]): string {
  return sentences.map(({ start, end }) => text.slice(start, end)).join(" ");
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
