/**
 * Abbreviations after which a full stop ends no sentence, in lower case and without that stop.
 *
 * The lists of the Latin-script languages are used together: a German title in an English text is a title all the same.
 */

/** Followed by what they belong to, whatever that is: a name, a noun, an example. */
export const BEFORE_ANYTHING = new Set([
  // English
  ..."dr mr mrs ms messrs prof rev hon pres gov sen rep gen col maj capt cmdr lt sgt cpl pvt adm st mt ft".split(" "),
  ..."vs viz cf e.g i.e approx dept univ assn bros".split(" "),
  // German
  ..."hr fr frl bzw z.b z. b d.h d. u.a v.a s.o s.u i.d.r evtl ggf inkl exkl vgl bspw sog dipl ing geb str".split(" "),
  // French, Spanish, Italian, Portuguese, Dutch
  ..."mme mlle mgr sra srta dña lic ud uds sig sig.ra dott dott.ssa avv exmo exma dhr mevr drs mw bijv".split(" "),
  // Russian, Ukrainian
  ..."т.е т.к им ул проф акад доц гр г-н г-жа см ср напр обл просп вул".split(" "),
]);

/** Followed by a number (or a bracket with one); before anything else they may well end a sentence. */
export const BEFORE_NUMBER = new Set([
  ..."no nos nr nrs núm num n.º fig figs abb tab tabl eq eqs sec secs sect ch chap cap kap ex vol vols bd ed eds".split(
    " ",
  ),
  ..."art arts abs par para pt p pp s. f ff pg pág págs app al ca c v ver op cit line ll".split(" "),
  ..."jan feb mar apr jun jul aug sep sept oct okt nov dec dez".split(" "),
  ..."рис табл стр с гл т п пп ст разд мал".split(" "),
]);

/** English words that open a sentence more often than they follow an initial or "U.S.". */
export const SENTENCE_OPENERS = new Set(
  (
    "the a an this that these those it its he she they we i you his her their our my your there here in on at by for " +
    "from to with after before when while since as if but and or so yet however although because what who how why " +
    "where which many most some all no not another other both each such one two three then thus therefore during under"
  ).split(" "),
);

/** German nouns that an ordinal number counts; the stop of "3. Oktober" is part of the number. */
export const GERMAN_ORDINAL_NOUNS = new Set(
  (
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jahrtausend " +
    "kapitel auflage platz mal jahrestag geburtstag tag woche monat jahr klasse stock weltkrieg"
  ).split(" "),
);
