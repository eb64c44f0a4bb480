/**
 * Words that say nothing about what a text is about.
 *
 * English has a list of its own, since the common one holds "computer", "fire" and two hundred country codes. The other
 * languages use stopwords-iso (MIT), without its entries of more than one word.
 */
import stopwords from "stopwords-iso" with { type: "json" };

const ENGLISH = `
a about above after again against all almost also although always am among an and another any anybody anyone anything
are aren around as at away be became because become becomes been before being below between both but by came can cannot
could couldn did didn do does doesn doing don done down during each either else enough etc even ever every everyone
everything except far few for from further get gets getting give given gives go goes going gone got had hadn has hasn have
haven having he hence her here hers herself him himself his how however i if in indeed instead into is isn it its itself
just keep kept least less let lets like likely ll made make makes many may maybe me might mightn mine more moreover most
much must mustn my myself neither never nevertheless no nobody none nor not nothing now of off often on once one ones only
onto or other others otherwise ought our ours ourselves out over own per perhaps put quite rather re really s said same say
says see seem seemed seems shall shan she should shouldn since so some somebody someone something sometimes somewhat still
such t take taken than that the their theirs them themselves then there thereby therefore these they this those though
through throughout thus to together too toward towards under unless until up upon us use used uses using usually ve very via
was wasn way we well went were weren what whatever when whenever where whereas wherever whether which while who whoever whole
whom whose why will with within without won would wouldn yet you your yours yourself yourselves d m
`;

/** Question words the lists lack. */
const ASKING: Record<string, string> = {
  zh: "哪 哪一 哪个 哪些 哪里 哪儿 多少 几 几个 什么 谁 怎么 怎样 如何 为什么 为何 何时 何处 是否 有没有 吗 呢 请问",
  ja: "何 誰 いつ どこ なぜ どう どんな いくつ いくら どれ どの です ます",
};

const lists = new Map<string, ReadonlySet<string>>([["en", new Set(ENGLISH.split(/\s+/).filter(Boolean))]]);

/** Stop words of a language in lower case; none for a language without a list. */
export function stopWords(language: string): ReadonlySet<string> {
  let list = lists.get(language);
  if (!list) {
    const known = (stopwords as Record<string, string[]>)[language] ?? [];
    const words = [...known, ...(ASKING[language]?.split(" ") ?? [])].map((word) => word.toLowerCase());
    list = new Set(words.filter((word) => !word.includes(" ")));
    lists.set(language, list);
  }
  return list;
}
