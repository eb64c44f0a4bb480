import { z } from "zod";
import type { DocumentModel } from "../local/document-model.ts";
import type { Span, Warning } from "../types.ts";
import { askJson } from "./ask-json.ts";
import { mapAtOnce } from "./at-once.ts";
import { type Chat, estimateTokens, OUTPUT_TOKENS } from "./chat.ts";
import { bestChunks, type Chunk, chunksOf } from "./chunks.ts";

/** Calls of one task that may be under way at once. */
const AT_ONCE = 4;
const CHUNK_TOKENS = 3_000;
/** What instructions, schema and markers may take of a request. */
const OVERHEAD_TOKENS = 1_000;
/** About what one chunk costs: itself, instructions, notes, and the notes again in the next round. */
const COST_BESIDE_CHUNK = 1_300;

/** Chunks end with a sentence: how full they are at least, in the mean. */
const FILLED = 0.8;

const Notes = z.object({ notes: z.array(z.string()) });

const INSTRUCTIONS =
  "You read one part of a longer document and take notes for somebody who will not see it. " +
  "Note what is said, in the order of the text, with its names, numbers and dates; add nothing of your own. " +
  "At most 12 notes of one sentence each. A line such as [section 3] says where a section begins: repeat it as a note of its own before the notes on that section. " +
  "Write in the language of the text.";

/** A document's content in a form that fits one request. */
export type Condensed = { material: string; coverage: number; warnings: Warning[] };

/**
 * Brings a document down to what one request can hold: as it is where it is short; else by notes on each chunk, and
 * notes on the notes for as many rounds as it takes. What the task's budget does not reach is left out, the chunks
 * that say least first.
 *
 * @param labels sections that the reader is to recognise, by their place in this list
 */
export async function condense(chat: Chat, model: DocumentModel, labels: readonly Span[] = []): Promise<Condensed> {
  const { coverage } = model.extraction;
  const room = chat.contextTokens - OUTPUT_TOKENS - OVERHEAD_TOKENS;
  const chunkTokens = Math.min(CHUNK_TOKENS, room);
  const chunks = chunksOf(model, chunkTokens);
  if (chunks.length <= 1) return { material: labelled(model.text, chunks[0], labels), coverage, warnings: [] };

  const affordable = Math.max(
    1,
    Math.floor((chat.taskTokens - chat.contextTokens) / (chunkTokens + COST_BESIDE_CHUNK)),
  );
  const chosen = bestChunks(model, chunks, affordable);
  let parts = await mapAtOnce(chosen, AT_ONCE, (chunk) => notesOn(chat, "map", labelled(model.text, chunk, labels)));
  while (estimateTokens(parts.join("\n")) > room) {
    const before = parts.length;
    parts = await mapAtOnce(grouped(parts, room), AT_ONCE, (group) => notesOn(chat, "reduce", group));
    if (parts.length >= before) break; // nothing gets shorter any more: the end is cut below
  }
  const material = fitted(parts.join("\n"), room);
  if (chosen.length === chunks.length) return { material, coverage, warnings: [] };
  const read = wordsIn(chosen) / Math.max(1, wordsIn(chunks));
  const message = "The document is too long for what a task may spend: the parts that say most were read.";
  return {
    material,
    coverage: Math.round(coverage * read * 10_000) / 10_000,
    warnings: [{ code: "TOKEN_BUDGET_TRIMMED", message }],
  };
}

/** What a document may cost to condense and to draw a result from; of a long one, so much that all of it is read. */
export function tokensToCondense(text: string, contextTokens: number): number {
  const tokens = estimateTokens(text);
  if (tokens <= CHUNK_TOKENS) return 2 * (tokens + OVERHEAD_TOKENS + 2 * OUTPUT_TOKENS); // asked anew once, to repair
  const chunks = Math.ceil(tokens / (CHUNK_TOKENS * FILLED)) + 1;
  return contextTokens + chunks * (CHUNK_TOKENS + COST_BESIDE_CHUNK);
}

async function notesOn(chat: Chat, purpose: "map" | "reduce", text: string): Promise<string> {
  const { notes } = await askJson(chat, {
    purpose,
    instructions: INSTRUCTIONS,
    blocks: { DOCUMENT: text },
    name: "notes",
    schema: Notes,
  });
  return notes.join("\n");
}

const wordsIn = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { words }) => sum + words, 0);

/** The text of a chunk; where a labelled section begins in it, or goes on from before, a line says which. */
function labelled(text: string, chunk: Chunk | undefined, labels: readonly Span[]): string {
  if (!chunk) return text;
  let said = "";
  let at = chunk.start;
  for (const [index, { start, end }] of labels.entries()) {
    if (end <= chunk.start || start >= chunk.end) continue;
    const from = Math.max(start, chunk.start);
    said += `${text.slice(at, from)}\n[section ${index}]\n`;
    at = from;
  }
  return said + text.slice(at, chunk.end);
}

/** Neighbours put together as far as they fit into one request. */
function grouped(parts: readonly string[], tokens: number): string[] {
  const groups: string[] = [];
  for (const part of parts) {
    const joined = groups.length > 0 ? `${groups.at(-1)}\n${part}` : part;
    if (groups.length > 0 && estimateTokens(joined) <= tokens) groups[groups.length - 1] = joined;
    else groups.push(fitted(part, tokens));
  }
  return groups;
}

/** The beginning of a text, as far as it fits. */
export function fitted(text: string, tokens: number): string {
  let kept = text;
  while (estimateTokens(kept) > tokens)
    kept = kept.slice(0, Math.floor((kept.length * tokens) / estimateTokens(kept)) - 1);
  return kept;
}
