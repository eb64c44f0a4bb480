/** Words that can go: fillers, hedges, one half of redundant pairs, and phrases that say in five words what one says. */
import { capitalized, type Draft, type Found } from "./draft.ts";
import { replaceWords } from "./replace-words.ts";

const FILLERS =
  "basically|actually|really|literally|honestly|obviously|essentially|simply|quite|definitely|certainly|truly|totally|of course|in fact|as a matter of fact|to be honest|needless to say|at the end of the day|you know|i mean|as you know|for what it is worth|very";
const HEDGES =
  "i think that|i think|i believe that|i feel that|i guess|we think that|we believe that|it seems that|it appears that|it would seem that|in my opinion|in our opinion|more or less|it should be noted that|it is important to note that|it is worth noting that|it is interesting to note that|there is no doubt that|it goes without saying that|it can be said that|please note that";
const KIND_OF =
  /(?<!\b(?:a|an|the|this|that|these|those|what|which|some|any|every|each|same|one|another|other|no|all)\s)(?<!\p{L})(?:kind|sort) of(?=\s+\p{L})/giu;

const PAIRS = pairs(`
absolutely essential = essential | absolutely necessary = necessary | advance planning = planning | added bonus = bonus | end result = result
final outcome = outcome | free gift = gift | past history = history | past experience = experience | future plans = plans
unexpected surprise = surprise | completely eliminate = eliminate | completely finished = finished | completely full = full
basic fundamentals = fundamentals | close proximity = proximity | repeat again = repeat | return back = return | revert back = revert
combine together = combine | merge together = merge | join together = join | collaborate together = collaborate | each and every = every
first and foremost = first | various different = various | true facts = facts | null and void = void | any and all = all | one and only = only
full and complete = complete | hopes and dreams = hopes | various and sundry = various | cease and desist = cease | new innovation = innovation
whether or not = whether | still remains = remains | personal opinion = opinion | usual custom = custom | sum total = total | general public = public
exact same = same | mutual cooperation = cooperation | postpone until later = postpone | reason why = reason | plan ahead = plan
`);

const WORDY = pairs(`
in order to = to | so as to = to | due to the fact that = because | owing to the fact that = because | in spite of the fact that = although
despite the fact that = although | at this point in time = now | at the present time = now | at that point in time = then
in the event that = if | a large number of = many | a great number of = many | a small number of = few | the majority of = most | a majority of = most
has the ability to = can | have the ability to = can | is able to = can | are able to = can | was able to = could | were able to = could
with regard to = about | with respect to = about | with reference to = about | in relation to = about
for the purpose of = for | in the near future = soon | on a regular basis = regularly | on a daily basis = daily | until such time as = until
in the absence of = without | with the exception of = except | in the vicinity of = near | prior to = before
subsequent to = after | in close proximity to = near | a number of = some | in addition to = besides | as a consequence of = because of
as a result of = because of | in accordance with = under | by means of = by | in the course of = during | during the course of = during
in the case of = for | on the grounds that = because | for the reason that = because | in light of the fact that = because
give consideration to = consider | make a decision = decide | make use of = use | made use of = used | take into consideration = consider
come to the conclusion = conclude | conduct an investigation of = investigate | perform an analysis of = analyse | is indicative of = indicates
it is necessary to = one must | in such a way that = so that | at all times = always | in many cases = often | in most cases = usually
in some cases = sometimes | the question as to whether = whether | there are many people who = many people | as well as = and
`);

const CHINESE_FILLERS = /(?:其实|基本上|说实话|老实说|怎么说呢|就是说|总的来说|众所周知|不得不说|事实上)[，,]?/gu;

export function removeFillers(draft: Draft, language: string): void {
  if (language === "zh") draft.apply("fillers_removed", CHINESE_FILLERS, () => "");
  else remove(draft, "fillers_removed", FILLERS);
}

export function removeHedges(draft: Draft): void {
  remove(draft, "hedges_removed", HEDGES);
  draft.apply("hedges_removed", withSpace(KIND_OF), () => "");
}

export function mergePairs(draft: Draft): void {
  replaceWords(draft, "redundant_pairs", PAIRS);
}

export function tightenPhrases(draft: Draft): void {
  replaceWords(draft, "wordy_phrases", WORDY);
}

/**
 * Takes a phrase out together with the blank after it, and with its commas where it stands between two. At the
 * beginning of a sentence the next word takes over the capital.
 */
function remove(draft: Draft, rule: string, phrases: string): void {
  const phrase = new RegExp(`(,\\s*)?(?<![\\p{L}\\p{N}'’-])(${phrases})(?![\\p{L}\\p{N}'’-])(,?\\s+)(\\p{L}?)`, "giu");
  const removed = ({ match, startsSentence, before }: Found) => {
    const [, comma = "", found = "", gap = "", next = ""] = match;
    if (!startsSentence && /^\p{Lu}/u.test(found) && !/^I /.test(found)) return null;
    // "a very", "not really", "the simply": something hangs on the word that would be left alone or turned around.
    if (/\b(?:not|n't|n’t|so|too|how|the)\s+$/i.test(before + comma)) return null;
    if (/\b(?:a|an)\s+$/i.test(before)) return null;
    if (startsSentence) return capitalized(next);
    return (comma !== "" && gap.startsWith(",") ? " " : comma) + next;
  };
  draft.apply(rule, phrase, removed, (match) => match[2] ?? "");
}

function withSpace(pattern: RegExp): RegExp {
  return new RegExp(`${pattern.source}\\s+`, pattern.flags);
}

function pairs(table: string): { from: string; to: string }[] {
  return table.split(/[|\n]/).flatMap((entry) => {
    const [from, to] = entry.trim().split(" = ");
    return from && to ? [{ from, to }] : [];
  });
}
