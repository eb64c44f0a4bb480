import { describe, expect, it } from "vitest";
import { answerByModel } from "../../../../lib/documents/llm/answer.ts";
import { mindmapByModel } from "../../../../lib/documents/llm/mindmap.ts";
import { rewriteByModel } from "../../../../lib/documents/llm/rewrite.ts";
import { parseTaskOptions } from "../../../../lib/documents/options.ts";
import { extractionOf, makeChat } from "./make-chat.ts";

const TEXT =
  "The solar panel was invented in 1954 at Bell Labs. Wind turbines use blades. Hydropower is older than both.\n";
const document = extractionOf(TEXT);
const ignore = () => {};

describe("an answer by a model", () => {
  it("sees passages, context and history as data, and the latest turns where not all fit", async () => {
    const chat = makeChat(() => "In 1954 [1].", { contextTokens: 4_096 });
    const history = Array.from({ length: 20 }, (_, n) => ({ question: `turn ${n}?`, answer: "x".repeat(400) }));
    const options = parseTaskOptions("qa", {
      question: "When was the solar panel invented?",
      context: "A hint.",
      history,
    });
    const result = await answerByModel(chat, document, options, ignore);
    expect(result).toMatchObject({ answer: "In 1954 [1].", provider: "openai", usage: { calls: 1, total_tokens: 10 } });
    const { user } = chat.asked[0]!;
    expect(user).toContain("[1] The solar panel");
    expect(user).toContain("A hint.");
    expect(user).toContain("turn 19?");
    expect(user).not.toContain("turn 0?");
  });

  it("is not asked for where no word of the question stands in the document", async () => {
    const chat = makeChat(() => "never");
    const result = await answerByModel(chat, document, parseTaskOptions("qa", { question: "Zebras?" }), ignore);
    expect(result).toMatchObject({ answerable: false, sources: [], usage: { calls: 0 }, provider: "openai" });
  });
});

describe("a mind map by a model", () => {
  const draw = (nodes: unknown[], options: object = {}) =>
    mindmapByModel(
      makeChat(() => JSON.stringify({ topic: "Energy", nodes })),
      document,
      parseTaskOptions("mindmap", options),
    );

  it("keeps to levels, branches and parents that exist, and knows where names stand", async () => {
    const { mindmap } = await draw(
      [
        { name: "Wind turbines", parent: -1, importance: 50 },
        { name: "Blades", parent: 0, importance: 10 },
        { name: "Deeper", parent: 1, importance: 10 },
        { name: "Lost", parent: 99, importance: 10 },
        { name: "Solar", parent: -1, importance: 90 },
        { name: "Too many", parent: -1, importance: 99 },
      ],
      { max_branches: 2, max_depth: 3 },
    );
    expect(mindmap.name).toBe("Energy");
    expect(mindmap.children.map(({ name }) => name)).toEqual(["Solar", "Wind turbines"]);
    const wind = mindmap.children[1]!;
    expect(TEXT.slice(wind.start!, wind.end!)).toBe("Wind turbines");
    expect(wind.children).toMatchObject([{ name: "Blades", children: [] }]);
  });

  it("is the local one where the model names no branch", async () => {
    const { structure } = await draw([]);
    expect(structure.total_nodes).toBeGreaterThan(1);
  });
});

describe("rewriting by a model", () => {
  it("goes by paragraphs, in order, and tells the text so far", async () => {
    const text = Array.from({ length: 3 }, (_, n) => `Paragraph ${n} ${"word ".repeat(900)}ends.`).join("\n\n");
    const heard: string[] = [];
    const chat = makeChat((_request, n) => `part ${n}`);
    const options = parseTaskOptions("rewrite", { text, rewrite_type: "formal" });
    const result = await rewriteByModel(chat, document, options, (so) => heard.push(so));
    expect(result.rewritten_text).toBe("part 0\n\npart 1\n\npart 2");
    expect(heard).toEqual(["part 0", "part 0\n\npart 1", "part 0\n\npart 1\n\npart 2"]);
    expect(chat.asked.map(({ user }) => /Paragraph \d/.exec(user)?.[0])).toEqual([
      "Paragraph 0",
      "Paragraph 1",
      "Paragraph 2",
    ]);
  });

  it("says where nothing changed, and where the length was not reached", async () => {
    const run = async (options: object, said: string) =>
      (
        await rewriteByModel(
          makeChat(() => said),
          document,
          parseTaskOptions("rewrite", { text: "One two three.", ...options }),
          ignore,
        )
      ).warnings.map(({ code }) => code);
    expect(await run({ rewrite_type: "formal" }, "One two three.")).toEqual(["NO_CHANGE"]);
    expect(await run({ rewrite_type: "formal", length: "longer" }, "One two.")).toEqual(["LENGTH_NOT_REACHED"]);
    expect(await run({ rewrite_type: "concise" }, "One two three four.")).toEqual(["LENGTH_NOT_REACHED"]);
    expect(await run({ rewrite_type: "formal" }, "One and two and three.")).toEqual([]);
  });
});
