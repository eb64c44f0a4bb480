/**
 * The text of a spreadsheet cell as a user sees it, from the text in the XML: `_xHHHH_` stands for a UTF-16 code unit
 * that XML could not hold (ECMA-376 part 1, section 22.9.2.19), line ends are folded to LF, NUL is dropped, and half a
 * surrogate pair becomes U+FFFD.
 */
export function decodeCellText(text: string): string {
  if (!text.includes("_x") && !text.includes("\r")) return text;
  return text
    .replace(/_x([0-9a-f]{4})_/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll("\0", "")
    .replace(/\r\n?/g, "\n")
    .toWellFormed();
}
