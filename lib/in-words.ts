import type { z } from "zod";

/**
 * To be given to zod with what a stranger sent: what is wrong with a field is then said in words for whoever sent it. A
 * schema's own messages come first; zod's stay where they say it well enough.
 */
export const inWords = { error: messageOf };

function messageOf(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") {
    const wanted = TYPES[issue.expected] ?? `of type ${issue.expected}`;
    return issue.input === undefined ? `is required and must be ${wanted}` : `must be ${wanted}`;
  }
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small" || issue.code === "too_big") {
    const [bound, word] = issue.code === "too_small" ? [issue.minimum, "at least"] : [issue.maximum, "at most"];
    const unit = UNITS[issue.origin] ?? "";
    if (issue.origin === "string" && bound === 1 && issue.code === "too_small") return "must not be empty";
    return unit ? `must have ${word} ${bound} ${unit}` : `must be ${word} ${bound}`;
  }
  return undefined;
}

const TYPES: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};
const UNITS: Record<string, string> = { string: "characters", array: "items" };
