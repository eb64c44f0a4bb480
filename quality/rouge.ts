/** ROUGE-1 F1 of a summary against a reference (Lin 2004): shared words, each counted as often as both have it. */
export function rouge1(summary: string, reference: string): number {
  const [ours, theirs] = [counts(summary), counts(reference)];
  let shared = 0;
  for (const [word, count] of ours) shared += Math.min(count, theirs.get(word) ?? 0);
  const precision = shared / Math.max(1, total(ours));
  const recall = shared / Math.max(1, total(theirs));
  return shared === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function counts(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

function total(found: ReadonlyMap<string, number>): number {
  return [...found.values()].reduce((sum, count) => sum + count, 0);
}
