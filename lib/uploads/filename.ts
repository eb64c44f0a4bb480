/** Characters of the longest name that is kept as it is. */
export const LONGEST_NAME = 255;

/** A file's name as its owner knows it and nothing more: `plainFilename`, cut to 255 characters, extension kept. */
export function cleanFilename(name: string): string {
  const plain = plainFilename(name);
  if (plain.length <= LONGEST_NAME) return plain;
  const extension = /\.[^.]{1,16}$/.exec(plain)?.[0] ?? "";
  return (
    plain
      .slice(0, LONGEST_NAME - extension.length)
      .toWellFormed()
      .replace(/\ufffd$/, "") + extension
  );
}

/** The base name (either slash) in NFC, without control characters and marks that turn the direction of text. */
export function plainFilename(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  return (
    base
      .normalize("NFC")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
      .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
      .trim()
  );
}

/** The name inside an object key: A–Z a–z 0–9 . _ - alone, the whole key under 300 bytes, extension kept. */
export function keyName(filename: string): string {
  const safe = filename.replace(/[^A-Za-z0-9._-]/g, "_");
  if (safe.length <= 200) return safe;
  const extension = /\.[^.]{1,16}$/.exec(safe)?.[0] ?? "";
  return safe.slice(0, 200 - extension.length) + extension;
}

/** RFC 6266: a plain name for old clients, the true one in UTF-8 for the others. */
export function contentDisposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
