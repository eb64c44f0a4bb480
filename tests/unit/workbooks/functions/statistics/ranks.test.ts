import { describe } from "vitest";
import { NA, NUM } from "../../../../../lib/workbooks/values.ts";
import { itCalculates } from "../../../../support/formula-table.ts";

const SCORES = { A1: 7, A2: 3.5, A3: 3.5, A4: 1, A5: 2, A6: "x", C1: 9 };

describe("order statistics", () => {
  itCalculates(
    [
      ["LARGE({3,5,3,5,4;4,2,4,6,7},3)", 5],
      ["LARGE({3,5,3,5,4;4,2,4,6,7},7)", 4],
      ["LARGE({1,2,3},{1,2})", [[3, 2]]],
      ["LARGE(A1:A6,6)", NUM],
      ["LARGE((A1:A5,C1),1)", 9],
      ["LARGE({1,2,3},0.9)", NUM],
      ["LARGE({1,#VALUE!,3},#N/A)", NA],
      ["SMALL({3,4,5,2,3,4,6,4,7},4)", 4],
      ["SMALL({1,4,8,3,7,12,54,8,23},2)", 3],
      ["SMALL(A1:A6,0)", NUM],
      ["RANK(3.5,A1:A6,1)", 3],
      ["RANK(7,A1:A6)", 1],
      ["RANK.EQ(3.5,A1:A6)", 2],
      ["RANK.AVG(3.5,A1:A6)", 2.5],
      ["RANK.AVG(3.5,A1:A6,1)", 3.5],
      ["RANK(100,A1:A6)", NA],
      ["RANK(7,(A1:A5,C1))", 2],
    ],
    { cells: SCORES },
  );
});

describe("quantiles", () => {
  const eleven = "{6,7,15,36,39,40,41,42,43,47,49}";
  const ten = "{13,12,11,8,4,3,2,1,1,1}";
  const nine = "{1,2,3,6,6,6,7,8,9}";
  itCalculates([
    ["PERCENTILE({1,3,2,4},0.3)", 1.9],
    ["PERCENTILE.INC({1,3,2,4},1)", 4],
    ["PERCENTILE({1,2},1.1)", NUM],
    ["PERCENTILE({1,2},-0.1)", NUM],
    ["PERCENTILE(Z1:Z3,0.5)", NUM],
    [`PERCENTILE.EXC(${nine},0.25)`, 2.5],
    [`PERCENTILE.EXC(${nine},0)`, NUM],
    [`PERCENTILE.EXC(${nine},0.01)`, NUM],
    [`PERCENTILE.EXC(${nine},2)`, NUM],
    ["QUARTILE({1,2,4,7,8,9,10,12},1)", 3.5],
    ["QUARTILE.INC({1,2,4,7,8,9,10,12},4)", 12],
    ["QUARTILE({1,2},5)", NUM],
    [`QUARTILE.EXC(${eleven},1)`, 15],
    [`QUARTILE.EXC(${eleven},3)`, 43],
    [`QUARTILE.EXC(${eleven},0)`, NUM],
    [`PERCENTRANK(${ten},2)`, 0.333],
    [`PERCENTRANK(${ten},4)`, 0.555],
    [`PERCENTRANK.INC(${ten},8)`, 0.666],
    [`PERCENTRANK(${ten},5)`, 0.583],
    [`PERCENTRANK(${ten},14)`, NA],
    [`PERCENTRANK(${ten},2,0)`, NUM],
    [`PERCENTRANK.EXC(${nine},7)`, 0.7],
    [`PERCENTRANK.EXC(${nine},5.43)`, 0.381],
    [`PERCENTRANK.EXC(${nine},5.43,1)`, 0.3],
  ]);
});

describe("classes and probabilities", () => {
  itCalculates([
    ["FREQUENCY({79,85,78,85,50,81,95,88,97},{70,79,89})", [[1], [2], [4], [2]]],
    ["FREQUENCY({1,2,3},{2,2})", [[2], [0], [1]]],
    ["FREQUENCY({1,2,3},{3,1})", [[2], [1], [0]]],
    ["FREQUENCY({-1,0,3},Z1)", [[2], [1]]],
    ["PROB({0,1,2,3},{0.2,0.3,0.1,0.4},2)", 0.1],
    ["PROB({0,1,2,3},{0.2,0.3,0.1,0.4},1,3)", 0.8],
    ["PROB({0,1},{0.2,0.3},1)", NUM],
    ["PROB({0,1,2},{0.5,0.5},1)", NA],
    ["CONFIDENCE(0.05,2.5,50)", 0.6929519121748391],
    ["CONFIDENCE.NORM(0.05,2.5,50)", 0.6929519121748391],
    ["CONFIDENCE.NORM(0,2.5,50)", NUM],
    ["CONFIDENCE.T(0.05,1,50)", 0.2841968554957299],
  ]);
});
