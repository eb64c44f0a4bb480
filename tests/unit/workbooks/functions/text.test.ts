import { describe, expect, it } from "vitest";
import { calculate } from "../../../support/formulas.ts";
import { table } from "./formula-table.ts";

describe("case and blanks", () => {
  table([
    ['UPPER("total")', "TOTAL"],
    ['UPPER("straße")', "STRAßE"],
    ['LOWER("E. E. Cummings")', "e. e. cummings"],
    ['PROPER("this is a TITLE")', "This Is A Title"],
    ['PROPER("2-way street")', "2-Way Street"],
    ['PROPER("76BudGet")', "76Budget"],
    ['PROPER("it\'s")', "It'S"],
    ['TRIM("  First  Quarter   Earnings ")', "First Quarter Earnings"],
    ['LEN(TRIM(" "&CHAR(160)))', 1],
    ['CLEAN(CHAR(9)&"Monthly report"&CHAR(10))', "Monthly report"],
    ['EXACT("word","Word")', false],
    ['EXACT("word","word")', true],
    ["UPPER(1/0)", "#DIV/0!"],
  ]);
});

describe("characters", () => {
  table([
    ["CHAR(65)", "A"],
    ["CHAR(128)", "€"],
    ["CHAR(0)", "#VALUE!"],
    ["CHAR(256)", "#VALUE!"],
    ['CODE("A")', 65],
    ['CODE("€")', 128],
    ['CODE(" ")', 32],
    ['CODE("中")', 63],
    ['CODE("")', "#VALUE!"],
    ["UNICHAR(66)", "B"],
    ["UNICHAR(128512)", "😀"],
    ["UNICHAR(0)", "#VALUE!"],
    ["UNICHAR(55296)", "#N/A"],
    ['UNICODE("😀")', 128512],
    ['ENCODEURL("http://x.com/a b(1)")', "http%3A%2F%2Fx.com%2Fa%20b%281%29"],
    ['ASC("ＥＸＣＥＬ　ガ")', "EXCEL ｶﾞ"],
    ['DBCS("EXCEL ｶﾞ")', "ＥＸＣＥＬ　ガ"],
    ['JIS("a1")', "ａ１"],
    ['PHONETIC("東京")', "東京"],
  ]);
});

describe("characters of a workbook saved on a Macintosh", () => {
  const application = "Microsoft Macintosh Excel";

  it("count in Mac OS Roman", () => {
    expect(calculate("CHAR(128)", {}, { application })).toBe("Ä");
    expect(calculate("CHAR(219)", {}, { application })).toBe("€");
    expect(calculate('CODE("ù")', {}, { application })).toBe(157);
  });
});

describe("parts of texts", () => {
  table([
    ['LEFT("Sale Price",4)', "Sale"],
    ['LEFT("Sweden")', "S"],
    ['LEFT("abc",)', ""],
    ['LEFT("abc",-1)', "#VALUE!"],
    ["LEFT(12345,2)", "12"],
    ["LEFT(TRUE,2)", "TR"],
    ['RIGHT("Sale Price",5)', "Price"],
    ['RIGHT("ab",0)', ""],
    ['MID("Fluid Flow",1,5)', "Fluid"],
    ['MID("Fluid Flow",20,5)', ""],
    ['MID("Fluid Flow",0,5)', "#VALUE!"],
    ['LEN("Phoenix, AZ")', 11],
    ['LEN("😀")', 2],
    ['LENB("abc")', 3],
    ['LEFTB("abc",2)', "ab"],
    ['RIGHTB("abc",2)', "bc"],
    ['MIDB("abc",2,1)', "b"],
    ['REPLACEB("abc",2,1,"x")', "axc"],
    ['FINDB("c","abc")', 3],
    ['SEARCHB("C","abc")', 3],
    ['REPLACE("abcdefghijk",6,5,"*")', "abcde*k"],
    ['REPLACE("2009",3,2,"10")', "2010"],
    ['REPLACE("123456",99,1,"@")', "123456@"],
    ['SUBSTITUTE("Sales Data","Sales","Cost")', "Cost Data"],
    ['SUBSTITUTE("Quarter 1, 2011","1","2",3)', "Quarter 1, 2012"],
    ['SUBSTITUTE("aaa","a","b",4)', "aaa"],
    ['SUBSTITUTE("abc","","x")', "abc"],
    ['SUBSTITUTE("abc","a","x",0)', "#VALUE!"],
    ['FIND("M","Miriam McGovern")', 1],
    ['FIND("m","Miriam McGovern")', 6],
    ['FIND("M","Miriam McGovern",3)', 8],
    ['FIND("z","abc")', "#VALUE!"],
    ['FIND("","abc",2)', 2],
    ['FIND("a","abc",0)', "#VALUE!"],
    ['SEARCH("e","Statements",6)', 7],
    ['SEARCH("MARGIN","Profit Margin")', 8],
    ['SEARCH("g?n","Profit Margin")', 11],
    ['SEARCH("m*n","Profit Margin")', 8],
    ['SEARCH("~*","2*3")', 2],
  ]);
});

describe("texts put together", () => {
  table(
    [
      ['CONCATENATE("a",1,TRUE)', "a1TRUE"],
      ['CONCAT("a",A1:B2,{1,2})', "ax1y212"],
      ['TEXTJOIN(", ",TRUE,A1:B2,"")', "x, 1, y, 2"],
      ['TEXTJOIN(",",FALSE,A1:A3,"z")', "x,y,,z"],
      ['TEXTJOIN({"-","+"},TRUE,1,2,3,4)', "1-2+3-4"],
      ['TEXTJOIN(",",TRUE,A1,NA())', "#N/A"],
      ['REPT("*-",3)', "*-*-*-"],
      ['LEN(CONCAT(REPT("x",20000),REPT("y",12767)))', 32767],
      ['CONCAT(REPT("x",20000),REPT("y",20000))', "#VALUE!"],
      ['REPT("x",-1)', "#VALUE!"],
      ['REPT("x",32768)', "#VALUE!"],
      ["VALUETOTEXT(TRUE)", "TRUE"],
      ['VALUETOTEXT("say ""hi""",1)', '"say ""hi"""'],
      ['VALUETOTEXT(NA())&"!"', "#N/A!"],
      ['ARRAYTOTEXT({1,"a";TRUE,2})', "1, a, TRUE, 2"],
      ['ARRAYTOTEXT({1,"a";TRUE,2},1)', '{1,"a";TRUE,2}'],
    ],
    { A1: "x", B1: 1, A2: "y", B2: 2 },
  );
});

describe("texts divided", () => {
  table([
    ['TEXTBEFORE("Red riding hood\'s, red hood","hood")', "Red riding "],
    ['TEXTBEFORE("Red riding hood\'s, red hood","hood",-1)', "Red riding hood's, red "],
    ['TEXTBEFORE("abc","B",1,1)', "a"],
    ['TEXTBEFORE("abc","x")', "#N/A"],
    ['TEXTBEFORE("abc","x",1,0,1)', "abc"],
    ['TEXTBEFORE("abc","x",,,,"none")', "none"],
    ['TEXTBEFORE("abc","b",0)', "#VALUE!"],
    ['TEXTBEFORE("del","deli",1,,,"none")', "#VALUE!"],
    ['TEXTAFTER("1 the 2 the 3","the",-1.2)', " 2 the 3"],
    ['TEXTBEFORE("a-b_c",{"_","-"},2)', "a-b"],
    ['TEXTAFTER("Socrates"," ",,,1)', ""],
    ['TEXTAFTER("a-b-c","-",2)', "c"],
    ['TEXTAFTER("a-b-c","-",-1)', "c"],
    ['TEXTSPLIT("Dakota Lennon Sanchez"," ")', [["Dakota", "Lennon", "Sanchez"]]],
    [
      'TEXTSPLIT("1,2;3",",",";")',
      [
        ["1", "2"],
        ["3", "#N/A"],
      ],
    ],
    [
      'TEXTSPLIT("1,2;3",",",";",,,"-")',
      [
        ["1", "2"],
        ["3", "-"],
      ],
    ],
    ['TEXTSPLIT("a,,b",",",,TRUE)', [["a", "b"]]],
    ['TEXTSPLIT("axbXc","x",,,1)', [["a", "b", "c"]]],
    ['TEXTSPLIT("a.b-c",{".","-"})', [["a", "b", "c"]]],
  ]);
});

describe("numbers as texts and back", () => {
  table([
    ['TEXT(1234.567,"$#,##0.00")', "$1,234.57"],
    ['TEXT("5","0.00")', "5.00"],
    ['TEXT("abc","0.00")', "abc"],
    ['TEXT(A9,"0")', "0"],
    ['TEXT(0.285,"0.0%")', "28.5%"],
    ['TEXT(45322,"dddd")', "Wednesday"],
    ['TEXT(-1,"yyyy")', "#VALUE!"],
    ['TEXT(5,"")', ""],
    ['VALUE("$1,000")', 1000],
    ['VALUE("16:48:00")-VALUE("12:00:00")', 0.2],
    ['VALUE("12%")', 0.12],
    ['VALUE("abc")', "#VALUE!"],
    ["VALUE(TRUE)", "#VALUE!"],
    ['NUMBERVALUE("2.500,27",",",".")', 2500.27],
    ['NUMBERVALUE("3.5%")', 0.035],
    ['NUMBERVALUE("9%%")', 0.0009],
    ['NUMBERVALUE("")', 0],
    ['NUMBERVALUE("((5))")', "#VALUE!"],
    ['NUMBERVALUE("(5%)%")', -0.0005],
    ['NUMBERVALUE(REPT("%",30000)&"x")', "#VALUE!"],
    ['NUMBERVALUE("(2.500,27%)",",",".")', -25.0027],
    ['NUMBERVALUE("1.2.3")', "#VALUE!"],
    ['NUMBERVALUE(" 1 0 0 ")', 100],
    ["FIXED(1234.567,1)", "1,234.6"],
    ["FIXED(1234.567,-1)", "1,230"],
    ["FIXED(-1234.567,-1,TRUE)", "-1230"],
    ["FIXED(44.332)", "44.33"],
    ["FIXED(1,128)", "#VALUE!"],
    ["DOLLAR(1234.567)", "$1,234.57"],
    ["DOLLAR(-1234.567,-2)", "($1,200)"],
    ["DOLLAR(99.888)", "$99.89"],
    ["USDOLLAR(-1)", "($1.00)"],
    ['T("Rainfall")', "Rainfall"],
    ["T(19)", ""],
    ["BAHTTEXT(1234)", "หนึ่งพันสองร้อยสามสิบสี่บาทถ้วน"],
    ["BAHTTEXT(21.5)", "ยี่สิบเอ็ดบาทห้าสิบสตางค์"],
  ]);
});

describe("regular expressions", () => {
  table([
    ['REGEXTEST("alfalfa","[a-z]+")', true],
    ['REGEXTEST("alfalfa","[0-9]")', false],
    ['REGEXTEST("ALFA","alfa",1)', true],
    ['REGEXTEST("x","(")', "#VALUE!"],
    ['REGEXEXTRACT("DylanWilliams","[A-Z][a-z]+")', "Dylan"],
    ['REGEXEXTRACT("DylanWilliams","[A-Z][a-z]+",1)', [["Dylan", "Williams"]]],
    ['REGEXEXTRACT("SoniaBrown","([A-Z][a-z]+)([A-Z][a-z]+)",2)', [["Sonia", "Brown"]]],
    ['REGEXEXTRACT("abc","\\d")', "#N/A"],
    ['REGEXEXTRACT("abc","b",2)', "#VALUE!"],
    ['REGEXREPLACE("SoniaBrown","([A-Z][a-z]+)([A-Z][a-z]+)","$2, $1")', "Brown, Sonia"],
    ['REGEXREPLACE("a1b2c3","\\d","-",2)', "a1b-c3"],
    ['REGEXREPLACE("a1b2c3","\\d","-",-1)', "a1b2c-"],
    ['REGEXREPLACE("a1b2","[[:digit:]]","#")', "a#b#"],
  ]);
});
