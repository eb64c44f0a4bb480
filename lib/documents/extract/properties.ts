/** Title, author and date as a file's own properties tell them, where they tell anything. */

import { truncate } from "./clean.ts";

export type Properties = { title: string | null; author: string | null; createdAt: string | null };

export const NO_PROPERTIES: Properties = { title: null, author: null, createdAt: null };

// What programs write when nobody told them.
const NOTHING_SAID =
  /^[([]?(?:untitled(?:[ -]?\d+)?|unspecified|anonymous|unknown|none|null|title|document\d*)[)\]]?$/i;
const FILE_NAME = /\.(?:pdf|docx?|dotx?|odt|rtf|txt|tex|dvi|ps|indd|qxd|pptx?|xlsx?|html?|md|pages|wpd)$/i;
const PROGRAM_PREFIX = /^microsoft (?:word|powerpoint|excel) - /i;
const MAX_LENGTH = 500;

/** A property worth showing, on one line; null when it is blank, "untitled" or a file name. */
export function meaningful(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  const told = text.replace(PROGRAM_PREFIX, "");
  if (told === "" || NOTHING_SAID.test(told) || FILE_NAME.test(told)) return null;
  return truncate(told, MAX_LENGTH);
}

/** ISO 8601 UTC of a time that a file wrote in any ISO form; null when it cannot be one. */
export function isoTime(value: string): string | null {
  const time = new Date(value);
  const year = time.getUTCFullYear();
  return Number.isNaN(year) || year < 1 || year > 9999 ? null : time.toISOString();
}

/** ISO 8601 UTC of a PDF date, `D:YYYYMMDDHHmmSSOHH'mm'` with all but the year optional (ISO 32000-1, 7.9.4). */
export function pdfTime(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const match = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?/.exec(value.trim());
  if (!match) return null;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", sign, hours, minutes] = match;
  const zone = sign ? `${sign}${hours}:${minutes ?? "00"}` : "Z";
  return isoTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
}
