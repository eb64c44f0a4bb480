/**
 * What kind of thing a question asks for, and whether a sentence holds such a thing.
 *
 * A sentence is looked at without the question's own words, so that "In which year did the 1900 Olympics …" is not
 * answered by 1900. Kinds that a language has no pattern for are simply not rewarded.
 */

export type AnswerType =
  | "person"
  | "date"
  | "place"
  | "number"
  | "duration"
  | "money"
  | "percent"
  | "reason"
  | "definition";

const NUMBER_WORDS =
  "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|billions?";
const MONTHS =
  "january|february|march|april|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre";

const ASKS: [AnswerType, RegExp][] = [
  [
    "person",
    /^(?:.*\b)?(?:who|whom|whose|which (?:person|people|man|woman|king|queen|president|author|scientist))\b|^wer\b|^qui\b|^qui[eé]n|^chi\b|^кто(?!\p{L})|谁|誰|哪位/iu,
  ],
  [
    "date",
    /\b(?:when|(?:what|which) (?:year|date|day|month|century|decade)|since when)\b|^wann\b|welche[ms]? jahr|^quand\b|quelle année|^cu[aá]ndo\b|^quando\b|^когда(?!\p{L})|什么时候|何时|哪年|哪一年|几月|いつ/iu,
  ],
  [
    "place",
    /\b(?:where|(?:what|which) (?:country|city|state|place|region|town|river|continent|island))\b|^wo\b|^où(?!\p{L})|^d[oó]nde\b|^dove\b|^onde\b|^где(?!\p{L})|哪里|哪儿|在哪|どこ/iu,
  ],
  ["duration", /\bhow long\b|\bwie lange\b|combien de temps|cu[aá]nto tiempo|как долго|多久|多长时间/iu],
  ["money", /\b(?:how much (?:money|did .* cost|does .* cost)|what (?:price|cost|salary|budget))\b|多少钱/iu],
  ["percent", /\b(?:what|which) (?:percent(?:age)?|share|proportion|fraction)\b|百分之几|百分比/iu],
  [
    "number",
    /\bhow (?:many|much|often|large|big|tall|high|deep|wide|far|fast|old|heavy|small|hot|cold|soon)\b|\b(?:what|which) (?:number|size|height|depth|length|distance|speed|weight|age|temperature|population|area)\b|^wie ?viele?\b|^combien\b|^cu[aá]nt[oa]s?\b|^quant[oie]\b|^сколько(?!\p{L})|多少|几个|いくつ|何人/iu,
  ],
  [
    "reason",
    /\bwhy\b|\bwhat (?:is|was|are|were) the (?:reason|cause)|\bfor what reason|^warum\b|^wieso\b|^pourquoi\b|^por qu[eé]\b|^perch[eé]\b|^почему(?!\p{L})|^зачем(?!\p{L})|为什么|为何|なぜ/iu,
  ],
  [
    "definition",
    /^what (?:is|are|was|were) (?:an? |the )?(?!.*\b(?:said|known|done|used|needed|required|called|made|given)\b)[\p{L}\p{N}'-]+(?: [\p{L}\p{N}'-]+){0,2}\?*$|^what (?:is|does|do) .* (?:meant|mean|stand for|refer to|consist of)\b|\bhow (?:is|are) .* defined|什么是|是什么|とは/iu,
  ],
];

const HOLDS: Record<AnswerType, RegExp> = {
  person:
    /(?<!^)(?<![.!?“"] )\b\p{Lu}[\p{L}'’-]+(?:\s+(?:\p{Lu}\.?|de|von|van|al|ibn))*\s+\p{Lu}[\p{L}'’-]+|\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|King|Queen|President|Pope|Saint|Prince|Emperor|General)\b\.?\s+\p{Lu}|^\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+|^(?!The|This|That|These|Those|It|We|They|There|In|On|At|As|If|When|All|Each|Some|Most|Many|Such|Our|Its|Their)\p{Lu}\p{Ll}+ (?:\p{Ll}+ed|was|had|wrote|began|became|found|led|made|won|gave|took|said)\b/u,
  date: new RegExp(
    `\\b1[0-9]{3}s?\\b|\\b20[0-9]{2}s?\\b|\\b(?:${MONTHS})\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\\b|\\bcentur(?:y|ies)\\b|\\b(?:bc|bce|ad|ce)\\b|\\d+年|世纪`,
    "iu",
  ),
  place:
    /\b(?:in|at|near|from|to|into|of|between|across|outside|within)\s+(?:the\s+)?(?:\p{Lu}|northern|southern|eastern|western|north|south|east|west)\p{L}*|位于|在\p{Script=Han}/u,
  number: new RegExp(
    `\\p{Nd}|\\b(?:${NUMBER_WORDS}|half|twice|once|both|several|dozen)\\b|[一二三四五六七八九十百千万亿两]\\p{Script=Han}`,
    "iu",
  ),
  duration: new RegExp(
    `(?:\\p{Nd}|\\b(?:${NUMBER_WORDS}|an?|several|few|half)\\b)[\\s-]*(?:\\p{L}+\\s)?(?:second|minute|hour|day|night|week|month|year|decade|centur|millenni)|[年月日小时天]`,
    "iu",
  ),
  money: /[$€£¥₽]\s?\p{Nd}|\p{Nd}\s?(?:[$€£¥₽]|dollars?|euros?|pounds?|cents?|yen|yuan|francs?)|[元美]/iu,
  percent: /\p{Nd}\s?%|\bper ?cent\b|百分之/iu,
  reason:
    /\b(?:because|since|due to|owing to|in order to|so that|as a result|caused? by|reason|therefore|thus|hence|consequently|thanks to|to (?:avoid|prevent|reduce|protect|ensure|allow|make))\b|\b(?:weil|denn|wegen|parce que|car|porque|perché|потому)\b|因为|由于|因此|から|ため/iu,
  definition:
    /\b(?:is|are|was|were) (?:an?|the|any|one of|defined|called|known)\b|\b(?:refers? to|means?|consists? of|denotes?|stands? for|define[sd]?|defined as|known as|called|is the (?:process|study|name|term|number))\b|是(?:一|指)|指的是|とは/iu,
};

export function answerTypes(question: string): AnswerType[] {
  const asked = question.trim();
  const types = ASKS.filter(([, asks]) => asks.test(asked)).map(([type]) => type);
  // "How much does it cost" asks for money first, "how long" for a duration: the plain number says nothing more.
  return types.some((type) => type === "money" || type === "duration" || type === "percent")
    ? types.filter((type) => type !== "number" && type !== "definition")
    : types;
}

/** @param sentence without the words of the question */
export function holdsAnswer(type: AnswerType, sentence: string): boolean {
  return HOLDS[type].test(sentence);
}
