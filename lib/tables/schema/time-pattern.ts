/**
 * Dates and times written by a pattern of strptime directives, such as `%d/%m/%Y`, and by ISO 8601.
 * Whatever the pattern, the value is its ISO form: `2024-01-31`, `13:05:00`, `2024-01-31T13:05:00`.
 */
export type Temporal = "date" | "time" | "datetime";

type Parts = {
  year: number;
  month: number;
  day: number;
  dayOfYear: number;
  hour: number;
  minute: number;
  second: number;
  fraction: string;
  half: "" | "am" | "pm";
  offset: string;
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LONG_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december";

/** What each directive matches, as in Python's strptime, and which parts it needs a value to have. */
const DIRECTIVES: Record<string, { match: string; take: (parts: Parts, text: string) => void; part: Temporal | "" }> = {
  Y: {
    match: "\\d{4}",
    part: "date",
    take: (parts, text) => {
      parts.year = Number(text);
    },
  },
  y: {
    match: "\\d{2}",
    part: "date",
    take: (parts, text) => {
      parts.year = fullYear(Number(text));
    },
  },
  m: {
    match: "\\d{1,2}",
    part: "date",
    take: (parts, text) => {
      parts.month = Number(text);
    },
  },
  d: {
    match: "\\d{1,2}",
    part: "date",
    take: (parts, text) => {
      parts.day = Number(text);
    },
  },
  j: {
    match: "\\d{1,3}",
    part: "date",
    take: (parts, text) => {
      parts.dayOfYear = Number(text);
    },
  },
  b: {
    match: MONTHS.join("|"),
    part: "date",
    take: (parts, text) => {
      parts.month = monthOf(text);
    },
  },
  B: {
    match: LONG_MONTHS,
    part: "date",
    take: (parts, text) => {
      parts.month = monthOf(text);
    },
  },
  a: { match: "mon|tue|wed|thu|fri|sat|sun", part: "", take: () => {} },
  A: { match: "monday|tuesday|wednesday|thursday|friday|saturday|sunday", part: "", take: () => {} },
  H: {
    match: "\\d{1,2}",
    part: "time",
    take: (parts, text) => {
      parts.hour = Number(text);
    },
  },
  I: {
    match: "(?:0?[1-9]|1[0-2])",
    part: "time",
    take: (parts, text) => {
      parts.hour = Number(text) % 12;
    },
  },
  p: {
    match: "am|pm",
    part: "time",
    take: (parts, text) => {
      parts.half = text.toLowerCase() as "am" | "pm";
    },
  },
  M: {
    match: "\\d{1,2}",
    part: "time",
    take: (parts, text) => {
      parts.minute = Number(text);
    },
  },
  S: {
    match: "\\d{1,2}",
    part: "time",
    take: (parts, text) => {
      parts.second = Number(text);
    },
  },
  f: {
    match: "\\d{1,9}",
    part: "time",
    take: (parts, text) => {
      parts.fraction = text;
    },
  },
  z: {
    match: "z|[+-]\\d{2}:?\\d{2}",
    part: "time",
    take: (parts, text) => {
      parts.offset = isoOffset(text);
    },
  },
};

/** POSIX: 69 to 99 are of the twentieth century, 00 to 68 of the next. */
const fullYear = (year: number) => (year < 69 ? 2000 + year : 1900 + year);
const monthOf = (name: string) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

function isoOffset(text: string): string {
  if (text === "z" || text === "Z") return "Z";
  return text.length === 6 ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}

/** Why a pattern cannot be used for a type, as a predicate; null when it can. */
export function patternFault(pattern: string, type: Temporal): string | null {
  const letters = [...pattern.matchAll(/%(.?)/gs)].map(([, letter]) => letter!);
  if (letters.length === 0) return `must be "default" or a pattern such as ${type === "time" ? "%H:%M" : "%d/%m/%Y"}`;
  for (const letter of letters) {
    if (letter === "%") continue;
    const directive = DIRECTIVES[letter];
    if (directive === undefined) return `has the unknown directive %${letter}`;
    if (directive.part !== "" && type !== "datetime" && directive.part !== type) {
      return `has the directive %${letter}, which a ${type} does not have`;
    }
    if (letters.indexOf(letter) !== letters.lastIndexOf(letter)) return `has the directive %${letter} twice`;
  }
  const has = (...wanted: string[]) => wanted.some((letter) => letters.includes(letter));
  const wholeDate = has("Y", "y") && (has("j") || (has("m", "b", "B") && has("d")));
  if (type !== "time" && !wholeDate) return "must name year, month and day";
  if (type !== "date" && !has("H", "I")) return "must name the hour";
  if (has("I") && !has("p")) return "has %I without %p";
  return null;
}

/** Reads texts of one pattern. @returns the ISO form, or null when the text does not fit or no such day exists */
export type TimeReader = (text: string) => string | null;

/** @param pattern without a fault by `patternFault` */
export function timeReader(pattern: string, type: Temporal): TimeReader {
  const takes: ((parts: Parts, text: string) => void)[] = [];
  const source = pattern.replace(/%(.)|[^%]+/gs, (piece, letter: string | undefined) => {
    if (letter === undefined) return piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    if (letter === "%") return "%";
    const directive = DIRECTIVES[letter]!;
    takes.push(directive.take);
    return `(${directive.match})`;
  });
  const matcher = new RegExp(`^${source}$`, "i");
  return (text) => {
    const match = matcher.exec(text);
    if (match === null) return null;
    const parts = emptyParts();
    for (const [index, take] of takes.entries()) take(parts, match[index + 1]!);
    return isoOf(parts, type);
  };
}

const ISO_DATE = "(\\d{4})-(\\d{2})-(\\d{2})";
const ISO_TIME = "([01]\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(?:[.,](\\d{1,9}))?)?";
const ISO_OFFSET = "(Z|[+-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?)?";
const ISO: Record<Temporal, RegExp> = {
  date: new RegExp(`^${ISO_DATE}$`),
  time: new RegExp(`^()()()${ISO_TIME}${ISO_OFFSET}$`),
  datetime: new RegExp(`^${ISO_DATE}[T ]${ISO_TIME}${ISO_OFFSET}$`),
};

/**
 * Reads ISO 8601 in its extended form; a datetime may have a space for its T, as RFC 3339 allows, and seconds may be
 * left out.
 */
export function isoReader(type: Temporal): TimeReader {
  const matcher = ISO[type];
  return (text) => {
    const match = matcher.exec(text);
    if (match === null) return null;
    const [, year, month, day, hour, minute, second, fraction, offset] = match;
    const parts = emptyParts();
    if (type !== "time") {
      parts.year = Number(year);
      parts.month = Number(month);
      parts.day = Number(day);
    }
    parts.hour = Number(hour ?? 0);
    parts.minute = Number(minute ?? 0);
    parts.second = Number(second ?? 0);
    parts.fraction = fraction ?? "";
    if (offset !== undefined) parts.offset = offset.length === 3 ? `${offset}:00` : isoOffset(offset);
    return isoOf(parts, type);
  };
}

function emptyParts(): Parts {
  return {
    year: 1,
    month: 1,
    day: 1,
    dayOfYear: 0,
    hour: 0,
    minute: 0,
    second: 0,
    fraction: "",
    half: "",
    offset: "",
  };
}

function isoOf(parts: Parts, type: Temporal): string | null {
  if (parts.dayOfYear > 0) toMonthAndDay(parts);
  const { year, month, day, minute, second } = parts;
  const hour = parts.half === "pm" ? (parts.hour % 12) + 12 : parts.half === "am" ? parts.hour % 12 : parts.hour;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const fraction = parts.fraction === "" ? "" : `.${parts.fraction}`;
  const time = `${two(hour)}:${two(minute)}:${two(second)}${fraction}${parts.offset}`;
  return type === "date" ? date : type === "time" ? time : `${date}T${time}`;
}

const two = (value: number) => (value < 10 ? `0${value}` : String(value));

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function toMonthAndDay(parts: Parts): void {
  let day = parts.dayOfYear;
  let month = 1;
  for (; month < 12 && day > daysIn(parts.year, month); month++) day -= daysIn(parts.year, month);
  parts.month = month;
  parts.day = day;
}
