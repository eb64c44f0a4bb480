/** What the rules did, in words. */
import type { Change } from "../../results.ts";

const SAID: Record<string, (count: number) => string> = {
  contractions_expanded: (count) => `wrote out ${of(count, "contraction")}`,
  contractions_formed: (count) => `formed ${of(count, "contraction")}`,
  formal_words: (count) =>
    `replaced ${of(count, "everyday word or phrase", "everyday words and phrases")} by formal ones`,
  plain_words: (count) => `replaced ${of(count, "formal word or phrase", "formal words and phrases")} by plain ones`,
  vivid_words: (count) => `replaced ${of(count, "flat word or phrase", "flat words and phrases")} by vivid ones`,
  fillers_removed: (count) => `removed ${of(count, "filler")}`,
  hedges_removed: (count) => `removed ${of(count, "hedge")}`,
  redundant_pairs: (count) => `reduced ${of(count, "redundant pair")}`,
  wordy_phrases: (count) => `tightened ${of(count, "wordy phrase")}`,
  sentences_split: (count) => `parted ${of(count, "long sentence")}`,
  sentences_dropped: (count) => `dropped ${of(count, "sentence")} that added least`,
};

/** One sentence for each rule that was applied, with its first example. */
export function improvementsOf(changes: readonly Change[]): string[] {
  return changes.map(({ rule, count, examples }) => {
    const said = SAID[rule]?.(count) ?? `${rule}: ${count}`;
    const [example] = examples;
    const shown = example && example.to !== "" ? ` (“${example.from}” → “${example.to}”)` : "";
    return `${said.charAt(0).toUpperCase()}${said.slice(1)}${shown}.`;
  });
}

function of(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
