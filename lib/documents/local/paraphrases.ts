/**
 * English words by which questions ask for what texts say with others. Only what questions are full of; no thesaurus:
 * every further synonym finds as many wrong sentences as right ones.
 */
import type { Vocabulary } from "./vocabulary.ts";

const GROUPS = `
buy purchase acquire | found establish create set form start | begin start commence launch open | end finish conclude cease close
die death kill murder | born birth | live reside inhabit dwell | locate situate lie | call name know term refer | win defeat beat victory
write author compose publish | invent develop create devise | discover find identify show | build construct erect | big large size area
cost price expense | job occupation profession work | country nation state | film movie | people population inhabitant person
important significant major main | help assist aid support | show demonstrate reveal indicate | happen occur take place | leave depart
speak language | kind type form sort | cause result lead due reason | increase grow rise growth | decrease decline fall drop reduce
change alter modify | choose select elect pick | rule govern reign | teach teacher instruct | fight battle war | attack assault raid
allow permit let enable | forbid ban prohibit | need require | keep retain maintain preserve | get obtain receive gain
stop halt prevent | biggest largest greatest | oldest earliest first | famous known renowned | wealthy rich | quick fast rapid
often frequent common | illness disease | doctor physician | car vehicle | child kid | earn income wage salary | old age
long length last | tall height high | wide width | deep depth | heavy weight weigh | far distance | hot temperature warm | fake forge false
compare contrast versus | remain stay | skill talent touch | picture image photograph photo | use employ utilize | part component portion
`;

const byVocabulary = new WeakMap<Vocabulary, Map<string, Set<number>>>();

/** The terms by which a text may say what a question says by this stem. English only. */
export function paraphrasesOf(vocabulary: Vocabulary, stem: string): ReadonlySet<number> {
  if (vocabulary.language !== "en") return NONE;
  let known = byVocabulary.get(vocabulary);
  if (!known) {
    known = grouped(vocabulary);
    byVocabulary.set(vocabulary, known);
  }
  return known.get(stem) ?? NONE;
}

const NONE: ReadonlySet<number> = new Set();

function grouped(vocabulary: Vocabulary): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const group of GROUPS.split(/[|\n]/)) {
    const terms = vocabulary.read(group);
    for (const term of terms) {
      const stem = vocabulary.stems[term] ?? "";
      const others = found.get(stem) ?? new Set();
      for (const other of terms) if (other !== term && !vocabulary.isStop(other)) others.add(other);
      found.set(stem, others);
    }
  }
  return found;
}
