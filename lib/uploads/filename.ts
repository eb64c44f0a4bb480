const LONGEST = 255;

/**
 * A file's name as its owner knows it and nothing more: base name only (either slash), NFC, no control characters,
 * no marks that turn the direction of text, at most 255 characters with the extension kept.
 */
export function cleanFilename(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  const plain = base
    .normalize("NFC")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .trim();
  if (plain.length <= LONGEST) return plain;
  const extension = /\.[^.]{1,16}$/.exec(plain)?.[0] ?? "";
  return (
    plain
      .slice(0, LONGEST - extension.length)
      .toWellFormed()
      .replace(/\ufffd$/, "") + extension
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
