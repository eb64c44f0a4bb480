import { z } from "zod";

const MAX_TAGS = 10;

/** Trimmed, repeats without regard to case removed. */
export const Tags = z
  .array(z.string().trim().min(1, "a tag must not be blank").max(50, "a tag has at most 50 characters"))
  .transform(withoutRepeats)
  .refine((tags) => tags.length <= MAX_TAGS, `at most ${MAX_TAGS} tags`);

function withoutRepeats(tags: string[]): string[] {
  const seen = new Set<string>();
  return tags.filter((tag) => {
    const key = tag.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The tags of a form: a part for each, a JSON array, or names parted by commas. */
export function tagsInForm(parts: readonly string[]): unknown[] {
  return parts.flatMap((part) => {
    const text = part.trim();
    if (!text.startsWith("[")) return text === "" ? [] : text.split(",").filter((tag) => tag.trim() !== "");
    try {
      const parsed: unknown = JSON.parse(text);
      return Array.isArray(parsed) ? parsed : [parsed];
    } catch {
      return [text];
    }
  });
}
