import { describe } from "vitest";
import { table } from "./formula-table.ts";

const stock = {
  A1: 1,
  B1: "one",
  C1: 10,
  A2: 3,
  B2: "three",
  C2: 30,
  A3: 5,
  B3: "five",
  C3: 50,
  A4: 5,
  B4: "five again",
  C4: 51,
  A5: 9,
  B5: "nine",
  C5: 90,
};

describe("classic lookups", () => {
  table(
    [
      ["VLOOKUP(3,A1:C5,2,FALSE)", "three"],
      ["VLOOKUP(4,A1:C5,2)", "three"],
      ["VLOOKUP(5,A1:C5,2,TRUE)", "five again"],
      ["VLOOKUP(5,A1:C5,2,FALSE)", "five"],
      ["VLOOKUP(0,A1:C5,2)", "#N/A"],
      ["VLOOKUP(4,A1:C5,2,FALSE)", "#N/A"],
      ["VLOOKUP(3,A1:C5,4,FALSE)", "#REF!"],
      ["VLOOKUP(3,A1:C5,0,FALSE)", "#VALUE!"],
      ["VLOOKUP(4,A1:C5,0,FALSE)", "#N/A"],
      ['VLOOKUP("T*",B1:C5,2,FALSE)', 30],
      ['VLOOKUP("THREE",B1:C5,2,FALSE)', 30],
      ['VLOOKUP("3",A1:C5,2,FALSE)', "#N/A"],
      ["VLOOKUP(1/0,A1:C5,2,FALSE)", "#DIV/0!"],
      ["VLOOKUP(9,A:C,3,FALSE)", 90],
      ["HLOOKUP(10,A1:C2,2,FALSE)", 30],
      ["LOOKUP(6,A1:A5,B1:B5)", "five again"],
      ["LOOKUP(6,A1:C5)", 51],
      ["LOOKUP(0,A1:A5)", "#N/A"],
      ["LOOKUP(2,1/(A1:A5=5),B1:B5)", "five again"],
      ['LOOKUP("c",{"a","b","c","d";1,2,3,4})', 3],
      ["MATCH(4,A1:A5)", 2],
      ["MATCH(5,A1:A5)", 4],
      ["MATCH(5,A1:A5,0)", 3],
      ["MATCH(40,{90,51,50,30,10},-1)", 3],
      ["MATCH(99,{90,51},-1)", "#N/A"],
      ["MATCH(2,{0,1,2,3},-1)", "#N/A"],
      ["MATCH(3,{9,5,5,3,3,1},-1)", 4],
      ["MATCH(1,A1:B5,0)", "#N/A"],
      ['MATCH("f?ve",B1:B5,0)', 3],
      ['MATCH("~*",{"a","*"},0)', 2],
    ],
    stock,
  );
});

describe("XLOOKUP and XMATCH", () => {
  table(
    [
      ["XLOOKUP(3,A1:A5,B1:B5)", "three"],
      ["XLOOKUP(4,A1:A5,B1:B5)", "#N/A"],
      ['XLOOKUP(4,A1:A5,B1:B5,"none")', "none"],
      ["XLOOKUP(4,A1:A5,B1:B5,,-1)", "three"],
      ["XLOOKUP(4,A1:A5,B1:B5,,1)", "five"],
      ["XLOOKUP(5,A1:A5,B1:B5,,0,-1)", "five again"],
      ['XLOOKUP("t*",B1:B5,C1:C5,,2)', 30],
      ['XLOOKUP("^n",B1:B5,C1:C5,,3)', 90],
      ["XLOOKUP(3,A1:A5,B1:C5)", [["three", 30]]],
      ["SUM(XLOOKUP(3,A1:A5,C1:C5):XLOOKUP(9,A1:A5,C1:C5))", 221],
      ["XLOOKUP(3,A1:A5,B1:B4)", "#VALUE!"],
      ["XLOOKUP(4,{9,5,3,1},{1,2,3,4},,-1,-2)", 3],
      ["XLOOKUP(4,{1,3,5,9},{1,2,3,4},,1,2)", 3],
      ["XMATCH(5,A1:A5)", 3],
      ["XMATCH(4,A1:A5,1)", 3],
      ["XMATCH(5,A1:A5,0,-1)", 4],
      ["XMATCH(5,A1:A5,5)", "#VALUE!"],
      ['XMATCH(FALSE,{2;5;TRUE;"ala"},-1)', 4],
      ['XMATCH(10,{2;5;TRUE;"ala"},1)', 4],
      ["XMATCH(4,{1,4,4,4,9},0,2)", 2],
      ["XMATCH(4,{9,4,4,4,1},0,-2)", 4],
      ["XMATCH(Z9,{FALSE,2,TRUE,4},-1)", 3],
      ['XMATCH("ss",{1,"SS","c bau c",4.1},0,2)', 2],
      ['XMATCH(4.1,{"","a",1.1,4.1},0,2)', "#N/A"],
      ['XMATCH(4.1,{TRUE,4.1,FALSE,"c"},-1,-2)', 2],
    ],
    stock,
  );
});

describe("INDEX and CHOOSE", () => {
  table(
    [
      ["INDEX(A1:C5,2,3)", 30],
      ["INDEX(A1:A5,3)", 5],
      ["INDEX(A1:C1,3)", 10],
      ["INDEX(A1:C5,0,1)", [[1], [3], [5], [5], [9]]],
      ["INDEX(A1:C5,2,0)", [[3, "three", 30]]],
      ["SUM(INDEX(A1:C5,,3))", 231],
      ["SUM(A1:INDEX(A1:A5,2))", 4],
      ["INDEX(A1:C5,6,1)", "#REF!"],
      ["INDEX(A1:C5,-1,1)", "#VALUE!"],
      ["INDEX((A1:A2,C1:C2),2,1,2)", 30],
      ["INDEX({1,2;3,4},2,2)", 4],
      ["INDEX({1,2;3,4},0,2)", [[2], [4]]],
      ['CHOOSE(2,"a","b","c")', "b"],
      ['CHOOSE(4,"a","b","c")', "#VALUE!"],
      ["SUM(CHOOSE(2,A1:A2,C1:C2))", 40],
      ['CHOOSE({1,2},"a","b")', [["a", "b"]]],
      ["CHOOSE(1,5,1/0)", 5],
      ["TRANSPOSE(A1:A3)", [[1, 3, 5]]],
      ['HYPERLINK("http://x.com","shown")', "shown"],
      ['HYPERLINK("http://x.com")', "http://x.com"],
    ],
    stock,
  );
});

describe("searching by halves in data that are not sorted", () => {
  table(
    [
      ["LOOKUP(534,A1:A10)", 534],
      ["MATCH(534,A1:A10)", 5],
      ['MATCH("DOUBLE",{"DOUBLE","BLANK","STRING","REF","AREA"})', 1],
      ['MATCH("STRING",{"INTEGRAL","DOUBLE","BLANK","STRING","REF","AREA",0})', 4],
    ],
    { A1: "INTEGRAL", A2: 0, A3: 1, A4: 2, A5: 534, A6: 9999999999, A7: -9999999999, A8: -534, A9: -2, A10: -1 },
  );
});

describe("many keys looked up in one computed array", () => {
  table([
    ["SUM(MATCH(SEQUENCE(100000),SEQUENCE(100000,,100000,-1),0))", 5_000_050_000],
    ["SUM(XLOOKUP(SEQUENCE(50000),SEQUENCE(50000,,50000,-1),SEQUENCE(50000)))", 1_250_025_000],
    ["SUM(VLOOKUP(SEQUENCE(50000)*2-1,SEQUENCE(50000,2),2,FALSE))", 2_500_050_000],
    ["MATCH({7,7,8},MOD(SEQUENCE(40),10),0)", [[7, 7, 8]]],
    ["XMATCH({7,7,8},MOD(SEQUENCE(40),10),0,-1)", [[37, 37, 38]]],
    ['MATCH({"K3","k3","k"},"k"&SEQUENCE(30),0)', [[3, 3, "#N/A"]]],
    ['MATCH({"3",3,3},SEQUENCE(30),0)', [["#N/A", 3, 3]]],
    ["MATCH({TRUE,1,TRUE},SEQUENCE(30)=4,0)", [[4, "#N/A", 4]]],
    ["MATCH({0.3,0.3,0.3},SEQUENCE(30)*0.1,0)", [[3, 3, 3]]],
    ['MATCH({"k?","k?","k3"},"k"&SEQUENCE(30),0)', [[1, 1, 3]]],
  ]);
});
