import { expect, it } from "vitest";
import { z } from "zod";
import { inWords } from "../../lib/in-words.ts";

const Order = z.object({
  name: z.string().min(1).max(5),
  size: z.int().min(1).max(9),
  state: z.enum(["open", "shut"]),
  tags: z.array(z.string()).max(2),
  note: z.string().max(3, "no longer than a word"),
});
const good = { name: "a", size: 1, state: "open", tags: [], note: "" };
const faultOf = (input: object) => Order.safeParse({ ...good, ...input }, inWords).error?.issues[0]?.message;

it.each([
  [{ name: undefined }, "is required and must be a text"],
  [{ name: 5 }, "must be a text"],
  [{ name: "" }, "must not be empty"],
  [{ name: "abcdef" }, "must have at most 5 characters"],
  [{ size: 0 }, "must be at least 1"],
  [{ size: 1.5 }, "must be a whole number"],
  [{ size: 10 }, "must be at most 9"],
  [{ state: "ajar" }, "must be one of open, shut"],
  [{ tags: ["a", "b", "c"] }, "must have at most 2 items"],
  [{ note: "abcd" }, "no longer than a word"],
])("says of %j that it %s", (input, message) => {
  expect(faultOf(input)).toBe(message);
});
