/** Characters and their codes. */
import iconv from "iconv-lite";
import { NA, VALUE } from "../../../values.ts";
import { define, type FunctionContext, integer, text } from "../contract.ts";

/** What windows-1252 puts in place of the control characters 0x80 to 0x9F; a blank where it has nothing. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

const windowsCharacters = Array.from({ length: 256 }, (_, code) => {
  const special = code >= 0x80 && code <= 0x9f ? WINDOWS_1252[code - 0x80]! : " ";
  return special === " " ? String.fromCharCode(code) : special;
});

/** Mac OS Roman as Apple has it since the euro came: the older table differs in three places. */
const MAC_ROMAN_CHANGES = new Map([
  [0xbd, "\u03a9"],
  [0xdb, "€"],
  [0xf0, "\uf8ff"],
]);

const macintoshCharacters = Array.from(
  { length: 256 },
  (_, code) => MAC_ROMAN_CHANGES.get(code) ?? iconv.decode(Buffer.of(code), "macroman"),
);

function characters({ macintosh }: FunctionContext): readonly string[] {
  return macintosh ? macintoshCharacters : windowsCharacters;
}

/** CHAR(number): the character of a code of the system, 1 to 255. */
export const CHAR = define({
  name: "CHAR",
  parameters: [integer()],
  evaluate: (code, context) => (code < 1 || code > 255 ? VALUE : characters(context)[code]!),
});

/** CODE(text): the system's code of the first character; 63, the question mark, for what it has not. */
export const CODE = define({
  name: "CODE",
  parameters: [text()],
  evaluate: (value, context) => {
    if (value === "") return VALUE;
    const code = characters(context).indexOf(value[0]!);
    return code < 0 ? 63 : code;
  },
});

/** UNICHAR(number): the character of a Unicode code point. */
export const UNICHAR = define({
  name: "UNICHAR",
  parameters: [integer()],
  evaluate: (code) => {
    if (code < 1 || code > 0x10ffff) return VALUE;
    const isNoCharacter = (code >= 0xd800 && code <= 0xdfff) || (code & 0xfffe) === 0xfffe;
    return isNoCharacter ? NA : String.fromCodePoint(code);
  },
});

/** UNICODE(text): the code point of the first character. */
export const UNICODE = define({
  name: "UNICODE",
  parameters: [text()],
  evaluate: (value) => {
    const code = value.codePointAt(0);
    return code === undefined || (code >= 0xd800 && code <= 0xdfff) ? VALUE : code;
  },
});

/** ENCODEURL(text): UTF-8 bytes as %XX but for letters, digits and `-._~`. */
export const ENCODEURL = define({
  name: "ENCODEURL",
  parameters: [text()],
  evaluate: (value) => {
    if (!value.isWellFormed()) return VALUE;
    return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  },
});
