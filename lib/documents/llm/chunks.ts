import type { DocumentModel, Sentence } from "../local/document-model.ts";
import { salienceOf } from "../local/salience.ts";
import type { Span } from "../types.ts";
import { estimateTokens } from "./chat.ts";

/** A stretch of whole sentences. */
export type Chunk = Span & { words: number; tokens: number };

/** Cuts a document at sentence ends into chunks of at most `tokens`; a longer sentence is a chunk of its own. */
export function chunksOf({ text, sentences }: DocumentModel, tokens: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (const { start, end, words } of sentences) {
    const last = chunks.at(-1);
    const added = estimateTokens(text.slice(last?.end ?? start, end));
    if (last && last.tokens + added <= tokens) {
      last.end = end;
      last.words += words;
      last.tokens += added;
    } else {
      chunks.push({ start, end, words, tokens: estimateTokens(text.slice(start, end)) });
    }
  }
  return chunks;
}

/** The `most` chunks whose sentences say most about the whole, in the order of the text. */
export function bestChunks(model: DocumentModel, chunks: readonly Chunk[], most: number): Chunk[] {
  if (chunks.length <= most) return [...chunks];
  const scores = new Array<number>(chunks.length).fill(0);
  let at = 0;
  for (const { sentence, score } of salienceOf(model, model.sentences)) {
    while (at + 1 < chunks.length && !holds(chunks[at]!, sentence)) at++;
    scores[at]! += score;
  }
  const kept = chunks.map((chunk, index) => ({ chunk, index }));
  kept.sort((a, b) => scores[b.index]! - scores[a.index]! || a.index - b.index);
  return kept
    .slice(0, most)
    .sort((a, b) => a.index - b.index)
    .map(({ chunk }) => chunk);
}

const holds = (chunk: Chunk, sentence: Sentence): boolean => sentence.start < chunk.end;
