/**
 * The order in which the runs of a line are read.
 *
 * pdf.js puts each run into logical order, but the runs stand where they were painted. Reading order of whole runs
 * follows rule L2 of the Unicode bidirectional algorithm (UAX #9), applied backwards.
 */
import { RTL_LETTER, type Run } from "./geometry.ts";

const DIGIT_OR_LETTER = /[\p{L}\p{N}]/u;
const LOOSE_EDGE = /^([^\p{L}\p{N}%€$£¥+-]*)(.*?)([^\p{L}\p{N}%€$£¥+-]*)$/su;
export function inReadingDirection(runs: readonly Run[], rtl: boolean): Run[] {
  const painted = [...runs].sort((a, b) => a.u0 - b.u0);
  if (!painted.some(({ text }) => RTL_LETTER.test(text))) return painted;
  if (!rtl) return reverseStretches(painted, (run) => RTL_LETTER.test(run.text));
  const fromRight = painted.map(withLooseEdgesTurned).reverse();
  return reverseStretches(fromRight, isLeftToRight);
}

/** Reverses each stretch of runs that go the other way; runs of punctuation alone go along when inside one. */
function reverseStretches(runs: readonly Run[], opposite: (run: Run) => boolean): Run[] {
  const ordered: Run[] = [];
  for (let index = 0; index < runs.length; ) {
    if (!opposite(runs[index]!)) {
      ordered.push(runs[index]!);
      index++;
      continue;
    }
    let end = index + 1; // one past the last opposite run of the stretch
    for (let at = end; at < runs.length; at++) {
      if (opposite(runs[at]!)) end = at + 1;
      else if (DIGIT_OR_LETTER.test(runs[at]!.text)) break;
    }
    ordered.push(...runs.slice(index, end).reverse());
    index = end;
  }
  return ordered;
}

function isLeftToRight({ text }: Run): boolean {
  return DIGIT_OR_LETTER.test(text) && !RTL_LETTER.test(text);
}

/**
 * Within right-to-left text a number's punctuation belongs to the line, not to the number: what was painted on its left
 * is read after it.
 */
function withLooseEdgesTurned(run: Run): Run {
  if (RTL_LETTER.test(run.text) || /\p{L}/u.test(run.text)) return run;
  const [, lead = "", core = "", trail = ""] = LOOSE_EDGE.exec(run.text) ?? [];
  return { ...run, text: turned(trail) + core + turned(lead) };
}

/** In reverse. Brackets stay as they are: files name them by what they mean, not by how they are painted. */
function turned(punctuation: string): string {
  return [...punctuation].reverse().join("");
}

const SWAPPED: Record<string, string> = { "(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{" };

/** A right-to-left paragraph from a file that names brackets by how they are painted: all of them are the wrong way. */
export function withBracketsUpright(text: string): string {
  const brackets = text.match(/[()[\]{}]/g) ?? [];
  const opening = brackets.filter((bracket) => "([{".includes(bracket)).length;
  const backwards = /^[)\]}]/.test(brackets[0] ?? "") && opening * 2 === brackets.length;
  return backwards ? text.replaceAll(/[()[\]{}]/g, (bracket) => SWAPPED[bracket] ?? bracket) : text;
}
