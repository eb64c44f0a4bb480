/** Characters and their codes. */
import { NA, VALUE } from "../../../values.ts";
import { define, integer, text } from "../contract.ts";

/** What windows-1252 puts in place of the control characters 0x80 to 0x9F; a blank where it has nothing. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/** CHAR(number): the character of a windows-1252 code, 1 to 255. */
export const CHAR = define({
  name: "CHAR",
  parameters: [integer()],
  evaluate: (code) => {
    if (code < 1 || code > 255) return VALUE;
    const special = code >= 0x80 && code <= 0x9f ? WINDOWS_1252[code - 0x80]! : " ";
    return special === " " ? String.fromCharCode(code) : special;
  },
});

/** CODE(text): the windows-1252 code of the first character; 63, the question mark, for what it has not. */
export const CODE = define({
  name: "CODE",
  parameters: [text()],
  evaluate: (value) => {
    if (value === "") return VALUE;
    const special = WINDOWS_1252.indexOf(value[0]!, 0);
    if (special >= 0 && value[0] !== " ") return special + 0x80;
    const code = value.charCodeAt(0);
    return code < 256 ? code : 63;
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
