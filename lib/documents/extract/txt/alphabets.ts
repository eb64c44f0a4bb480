/** Letters beyond ASCII of languages in Latin script, by ISO 639-1 code: what a right decoding is expected to hold. */
const LETTERS: Record<string, string> = {
  ca: "àçèéíïòóúü·",
  cs: "áčďéěíňóřšťúůýž",
  da: "æøåé",
  de: "äöüß",
  en: "éèêëïñçöâôàü",
  es: "áéíñóúü¿¡ºª",
  et: "äõöüšž",
  fi: "äöåšž",
  fr: "àâæçéèêëîïôœùûüÿ",
  ga: "áéíóú",
  hr: "čćđšž",
  hu: "áéíóöőúüű",
  id: "é",
  is: "áðéíóúýþæö",
  it: "àèéìíîòóùú",
  lt: "ąčęėįšųūž",
  lv: "āčēģīķļņšūž",
  nl: "áéëïíóöüèê",
  no: "æøåéòôó",
  pl: "ąćęłńóśźż",
  pt: "áâãàçéêíóôõúüºª",
  ro: "ăâîșțşţ",
  sk: "áäčďéíĺľňóôŕšťúýž",
  sv: "åäöé",
  tr: "çğıİöşüâîû",
};

const SETS = new Map(
  Object.entries(LETTERS).map(([code, letters]) => [code, new Set(letters + letters.toUpperCase())]),
);
const EVERY_LETTER = new Set(Object.values(LETTERS).join(""));

/** Signs that any of these languages may use. */
export const COMMON_SIGNS = new Set("“”„‘’‚«»‹›–—…•·€£§°©®™±×½¼¾²³µ¡¿\u00a0\u00ad");

/** The letters of a language, both cases; those of all of them for one that is not listed. */
export function alphabetOf(language: string): ReadonlySet<string> {
  return SETS.get(language) ?? EVERY_LETTER;
}
