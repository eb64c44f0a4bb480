import { z } from "zod";

const YES = ["true", "1", "yes", "on"];
const NO = ["false", "0", "no", "off"];

/** A truth value written as a word, in any case: in a query, a form field or a setting. */
export const Flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum([...YES, ...NO], { error: "must be true or false" }))
  .transform((word) => YES.includes(word));
