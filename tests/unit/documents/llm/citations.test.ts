import { describe, expect, it } from "vitest";
import { cite } from "../../../../lib/documents/llm/citations.ts";

describe("citation marks", () => {
  it("are renumbered to the place of their passage among the sources, the best passage first", () => {
    expect(cite("B is so [5]. A is so [2], and so is C [5][7].", 8, 3)).toEqual({
      text: "B is so [2]. A is so [1], and so is C [2][3].",
      cited: [1, 4, 6],
      dropped: 0,
    });
  });

  it("that name no passage are dropped with the blank before them", () => {
    expect(cite("So [9], and so [0] it is [1].", 8, 3)).toEqual({
      text: "So, and so it is [1].",
      cited: [0],
      dropped: 2,
    });
  });

  it("past the number of sources that may be shown are dropped", () => {
    expect(cite("A [1] B [2] C [3].", 8, 2)).toEqual({ text: "A [1] B [2] C.", cited: [0, 1], dropped: 1 });
  });

  it("are not seen in other brackets", () => {
    expect(cite("An array [i] and [a1] of [1].", 8, 1).text).toBe("An array [i] and [a1] of [1].");
  });
});
