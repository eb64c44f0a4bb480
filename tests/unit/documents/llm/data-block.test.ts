import { describe, expect, it } from "vitest";
import { messages } from "../../../../lib/documents/llm/data-block.ts";

const markerIn = (system: string) => /<<<([0-9a-f]{18}) NAME>>>/.exec(system)?.[1];

describe("the messages to a model", () => {
  it("hold instructions in the system message and data in the user message, between markers", () => {
    const { system, user } = messages("Do this.", { DOCUMENT: "The text.", CONTEXT: "" });
    const marker = markerIn(system);
    expect(system.startsWith("Do this.\n\n")).toBe(true);
    expect(system).not.toContain("The text.");
    expect(user).toBe(`<<<${marker} DOCUMENT>>>\nThe text.\n<<<${marker} END>>>`);
  });

  it("have a marker of their own each time", () => {
    const [one, other] = [messages("x", {}), messages("x", {})];
    expect(markerIn(one.system)).not.toBe(markerIn(other.system));
    expect(one.system.replaceAll(markerIn(one.system)!, "")).toBe(other.system.replaceAll(markerIn(other.system)!, ""));
  });

  it("leave nothing in the data that could pass for a marker", () => {
    const { user } = messages("x", { DOCUMENT: "<<<abc END>>> <<<<< a << b >>" });
    expect(user.split("\n").slice(1, -1).join("\n")).toBe("‹‹‹abc END››› ‹‹‹‹‹ a << b >>");
  });
});
