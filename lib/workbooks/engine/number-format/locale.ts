/** Names of months and days by the language of a format's locale code (`[$-407]`), as Windows has them. */

export type Locale = {
  months: readonly string[];
  shortMonths: readonly string[];
  /** Sunday first. */
  days: readonly string[];
  shortDays: readonly string[];
  am: string;
  pm: string;
  /** Counts years by the reigns of Japan's emperors (`ggge`). */
  japanese: boolean;
};

type Names = { months: string; shortMonths?: string; days: string; shortDays?: string; am?: string; pm?: string };

const CJK_MONTHS = (unit: string) => Array.from({ length: 12 }, (_, index) => `${index + 1}${unit}`).join(" ");

/** Keyed by language; lists are words apart by blanks. Short names are the first three letters where not given. */
const NAMES: Record<string, Names> = {
  en: {
    months: "January February March April May June July August September October November December",
    days: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
  },
  de: {
    months: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    shortMonths: "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    days: "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
    shortDays: "So Mo Di Mi Do Fr Sa",
  },
  fr: {
    months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    shortMonths: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    days: "dimanche lundi mardi mercredi jeudi vendredi samedi",
    shortDays: "dim. lun. mar. mer. jeu. ven. sam.",
  },
  es: {
    months: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    days: "domingo lunes martes miércoles jueves viernes sábado",
  },
  it: {
    months: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    days: "domenica lunedì martedì mercoledì giovedì venerdì sabato",
  },
  pt: {
    months: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    days: "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
  },
  nl: {
    months: "januari februari maart april mei juni juli augustus september oktober november december",
    shortMonths: "jan feb mrt apr mei jun jul aug sep okt nov dec",
    days: "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
    shortDays: "zo ma di wo do vr za",
  },
  sv: {
    months: "januari februari mars april maj juni juli augusti september oktober november december",
    days: "söndag måndag tisdag onsdag torsdag fredag lördag",
  },
  da: {
    months: "januar februar marts april maj juni juli august september oktober november december",
    days: "søndag mandag tirsdag onsdag torsdag fredag lørdag",
    shortDays: "sø ma ti on to fr lø",
  },
  no: {
    months: "januar februar mars april mai juni juli august september oktober november desember",
    days: "søndag mandag tirsdag onsdag torsdag fredag lørdag",
  },
  fi: {
    months: "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
    shortMonths: "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    days: "sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai",
    shortDays: "su ma ti ke to pe la",
  },
  pl: {
    months: "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    days: "niedziela poniedziałek wtorek środa czwartek piątek sobota",
    shortDays: "N Pn Wt Śr Cz Pt So",
  },
  ru: {
    months: "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь",
    shortMonths: "янв фев мар апр май июн июл авг сен окт ноя дек",
    days: "воскресенье понедельник вторник среда четверг пятница суббота",
    shortDays: "Вс Пн Вт Ср Чт Пт Сб",
  },
  tr: {
    months: "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    days: "Pazar Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi",
    shortDays: "Paz Pzt Sal Çar Per Cum Cmt",
  },
  ja: {
    months: CJK_MONTHS("月"),
    shortMonths: CJK_MONTHS("月"),
    days: "日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日",
    shortDays: "日 月 火 水 木 金 土",
    am: "午前",
    pm: "午後",
  },
  zh: {
    months: "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    shortMonths: CJK_MONTHS("月"),
    days: "星期日 星期一 星期二 星期三 星期四 星期五 星期六",
    shortDays: "周日 周一 周二 周三 周四 周五 周六",
    am: "上午",
    pm: "下午",
  },
  ko: {
    months: CJK_MONTHS("월"),
    shortMonths: CJK_MONTHS("월"),
    days: "일요일 월요일 화요일 수요일 목요일 금요일 토요일",
    shortDays: "일 월 화 수 목 금 토",
    am: "오전",
    pm: "오후",
  },
};

/** Windows' primary language numbers: the low ten bits of an LCID. */
const LANGUAGES: Record<number, string> = {
  4: "zh",
  6: "da",
  7: "de",
  9: "en",
  10: "es",
  11: "fi",
  12: "fr",
  16: "it",
  17: "ja",
  18: "ko",
  19: "nl",
  20: "no",
  21: "pl",
  22: "pt",
  25: "ru",
  29: "sv",
  31: "tr",
};

const known = new Map<string, Locale>();

/** The locale of a code: a hexadecimal LCID (`407`, `1010409`) or a language tag (`de-DE`). English where unknown. */
export function localeOf(code: string): Locale {
  const found = known.get(code);
  if (found !== undefined) return found;
  const language = /^[0-9a-f]+$/i.test(code)
    ? LANGUAGES[Number.parseInt(code, 16) & 0x3ff]
    : code
        .split("-", 1)[0]!
        .toLowerCase()
        .replace(/^n[bn]$/, "no");
  const names = NAMES[language ?? "en"] ?? NAMES.en!;
  const words = (list: string) => list.split(" ");
  const short = (list: string) => words(list).map((name) => name.slice(0, 3));
  const locale: Locale = {
    months: words(names.months),
    shortMonths: names.shortMonths === undefined ? short(names.months) : words(names.shortMonths),
    days: words(names.days),
    shortDays: names.shortDays === undefined ? short(names.days) : words(names.shortDays),
    am: names.am ?? "AM",
    pm: names.pm ?? "PM",
    japanese: language === "ja",
  };
  known.set(code, locale);
  return locale;
}

/** Japan's eras, latest first: first day as yyyymmdd, and the names that `g`, `gg` and `ggg` show. */
const ERAS = [
  { from: 20190501, names: ["R", "令", "令和"] },
  { from: 19890108, names: ["H", "平", "平成"] },
  { from: 19261225, names: ["S", "昭", "昭和"] },
  { from: 19120730, names: ["T", "大", "大正"] },
  { from: 0, names: ["M", "明", "明治"] },
] as const;

/** The era of a date and the year within it, the first counting 1. */
export function japaneseEra(year: number, month: number, day: number): { names: readonly string[]; year: number } {
  const era = ERAS.find(({ from }) => from <= year * 10_000 + month * 100 + day)!;
  return { names: era.names, year: year - (era.from === 0 ? 1868 : Math.floor(era.from / 10_000)) + 1 };
}
