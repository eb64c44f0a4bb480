/**
 * Reads a list of origins, such as `https://api.openai.com,http://127.0.0.1:11434`.
 *
 * @throws {Error} naming the entry that is no origin of http or https
 */
export function parseOrigins(text: string): ReadonlySet<string> {
  const origins = text
    .split(",")
    .map((entry) => entry.trim().replace(/\/$/, ""))
    .filter((entry) => entry !== "");
  for (const origin of origins) {
    if (!/^https?:/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new Error(`"${origin}" is no origin such as https://api.example.com`);
    }
  }
  return new Set(origins);
}
