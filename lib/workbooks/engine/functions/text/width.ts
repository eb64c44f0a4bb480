/** Half and full width of East Asian characters. */
import { define, type FunctionDefinition, text } from "../contract.ts";

/** Full-width forms by their half-width ones: Latin, then katakana, whose voiced syllables are two characters there. */
const FULL_BY_HALF = new Map<string, string>([[" ", "\u3000"]]);
for (let code = 0x21; code <= 0x7e; code++)
  FULL_BY_HALF.set(String.fromCharCode(code), String.fromCharCode(code + 0xfee0));
for (let code = 0xff61; code <= 0xff9f; code++) {
  const half = String.fromCharCode(code);
  FULL_BY_HALF.set(half, half.normalize("NFKC"));
  for (const mark of ["\uff9e", "\uff9f"]) {
    const voiced = (half + mark).normalize("NFKC");
    if (voiced.length === 1) FULL_BY_HALF.set(half + mark, voiced);
  }
}
const HALF_BY_FULL = new Map([...FULL_BY_HALF].map(([half, full]) => [full, half]));

/** ASC(text): full-width letters and katakana made half-width. */
export const ASC = define({
  name: "ASC",
  parameters: [text()],
  evaluate: (value) => Array.from(value, (char) => HALF_BY_FULL.get(char) ?? char).join(""),
});

function widened(name: string): FunctionDefinition {
  return define({
    name,
    parameters: [text()],
    evaluate: (value) =>
      value.replace(/[\uff61-\uff9f][\uff9e\uff9f]|[\s\S]/g, (piece) => {
        return FULL_BY_HALF.get(piece) ?? Array.from(piece, (char) => FULL_BY_HALF.get(char) ?? char).join("");
      }),
  });
}

/** DBCS(text), JIS(text): half-width letters and katakana made full-width. */
export const DBCS = widened("DBCS");
export const JIS = widened("JIS");
