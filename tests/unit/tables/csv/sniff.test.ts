import { describe, expect, it } from "vitest";
import type { Dialect, SniffOptions } from "../../../../lib/tables/csv/dialect.ts";
import { sniffCsv } from "../../../../lib/tables/csv/sniff.ts";

const sniff = (text: string, options: Partial<SniffOptions> = {}): Dialect =>
  sniffCsv(Buffer.from(text), { isWhole: true, ...options });

describe("what the owner of the file says", () => {
  it("is taken as said, whatever the file looks like", () => {
    const said = { delimiter: ";", quote: "'", escape: "\\", header: false, skip_rows: 3, skip_footer: 2 };
    expect(sniff("a,b\n1,2\n3,4\n5,6\n", said)).toMatchObject({ ...said, header_rows: 0 });
  });

  it("may be that quotes are ordinary characters", () => {
    expect(sniff('a,"b\n1,"2\n', { quote: null }).quote).toBeNull();
  });

  it("may be an encoding by any of its labels", () => {
    expect(sniff("a,b\n", { encoding: "Latin1" }).encoding).toBe("windows-1252");
  });

  it("counts the header from the line after those to be skipped", () => {
    expect(sniff("x\ny\nid,id\nid,id\n1,2\n", { skip_rows: 2 })).toMatchObject({ skip_rows: 2, header_rows: 2 });
    expect(sniff("title,of,it\nid,name\n1,Ann\n", { skip_rows: 1 })).toMatchObject({ skip_rows: 1, header_rows: 1 });
  });
});

describe("delimiter", () => {
  it("is the one that makes even rows of alike cells, not the most frequent character", () => {
    expect(sniff("id;note\n1;a, b, c, d\n2;e, f, g, h\n3;i, j, k, l\n").delimiter).toBe(";");
    expect(sniff("when,what\n09:15:00,a:b:c\n10:20:30,d:e:f\n").delimiter).toBe(",");
    expect(sniff("x;y\n1,5;2,5\n3,5;4,5\n").delimiter).toBe(";");
  });

  it("is a comma where nothing divides", () => {
    expect(sniff("name\nAnn Smith\nBen Jones\n")).toMatchObject({ delimiter: ",", header: true });
    expect(sniff("https://example.org/a\nhttps://example.org/b\nhttps://example.org/c\n").delimiter).toBe(",");
    expect(sniff("")).toMatchObject({ delimiter: ",", header_rows: 0, confidence: 0 });
    expect(sniff("\n\n\n")).toMatchObject({ delimiter: ",", header_rows: 0 });
  });

  it("is found in one line alone", () => {
    expect(sniff("id;name;price").delimiter).toBe(";");
    expect(sniff('1|"Smith, Ann"|2').delimiter).toBe("|");
  });

  it("may have any characters that are no letters, twice and more", () => {
    expect(sniff("a<>b<>c\n1<>2<>3\n4<>5<>6\n").delimiter).toBe("<>");
    expect(sniff("a|#|b\n1|#|2\n3|#|4\n").delimiter).toBe("|#|");
  });

  it("may be a control character made for it", () => {
    for (const mark of ["\x01", "\x1e", "\x1f"])
      expect(sniff(`a${mark}b\n1${mark}2\n3${mark}4\n`).delimiter).toBe(mark);
  });

  it("may be a sign of running text where typed columns show it", () => {
    expect(sniff("Ann Smith+ Oslo+ 2/1/03\nBen+ Mo i Rana+ 12/28/02\nCy+ Voss+ 12/19/02\n").delimiter).toBe("+");
    expect(sniff("05/05/03?1.5?x\n06/05/03?2.5?y\n07/05/03?3.5?z\n").delimiter).toBe("?");
    expect(sniff("phone\n+4912345\n+4912346\n+4912347\n").delimiter).toBe(",");
    expect(sniff("+4912345\n+4912346\n+4912347\n").delimiter).toBe(",");
  });

  it("is not the space between a date and its time", () => {
    expect(sniff("made at\n2020-12-30 01:25:58\n2020-12-31 02:25:58\n2021-01-01 03:25:58\n").delimiter).toBe(",");
    expect(sniff("1/2/2020 3:45 PM\n1/3/2020 4:45 PM\n1/4/2020 5:45 PM\n").delimiter).toBe(",");
    expect(sniff("t\n2020-12-30 01:25:58.7+01\n2020-12-31 02:25:58.7+01\n2021-01-01 03:25:58.7+01\n").delimiter).toBe(
      ",",
    );
    expect(sniff("2020-12-30 01:25:58 1.5\n2020-12-31 02:25:58 2.5\n2021-01-01 03:25:58 3.5\n").delimiter).toBe(" ");
  });

  it("is not a space in every row below a header that has none", () => {
    expect(sniff("address\n12 Main Street\n45 Oak Avenue\n7 High Street\n").delimiter).toBe(",");
    expect(sniff("id\n1 000\n2 000\n3 500\n").delimiter).toBe(",");
    expect(sniff("x y\n1 5\n2 6\n3 7\n").delimiter).toBe(" ");
  });

  it("does not come from a table inside a quoted field", () => {
    expect(sniff('id,comment\n1,"x|y\n1|2\n3|4\n5|6"\n2,none\n').delimiter).toBe(",");
  });

  it("is the one by which quotes stand around fields", () => {
    const text = 'day "move; pace" n\n2024-01-05 "up; fast" 3\n2024-01-06 "down; slow" 4\n2024-01-07 "up; slow" 5\n';
    expect(sniff(text).delimiter).toBe(" ");
  });

  it("is seen through notes above that hold other delimiters", () => {
    const text = "Report; draft; internal\nMade: 2024-01-05\n\nid,name,qty\n1,Ann,3\n2,Ben,4\n3,Cy,5\n";
    expect(sniff(text)).toMatchObject({ delimiter: ",", skip_rows: 3 });
  });
});

describe("quote and escape", () => {
  it("are the usual ones where the file shows none", () => {
    expect(sniff("a,b\n1,2\n")).toMatchObject({ quote: '"', escape: null });
    expect(sniff("a,b\nit's,don't\nwe'll,can't\n")).toMatchObject({ quote: '"', escape: null });
  });

  it("are none where a quote opens nearly every row and never closes", () => {
    expect(sniff('size,item\n"5,pipe\n"7,board\n"9,beam\n').quote).toBeNull();
  });

  it("are the usual ones where a word in quotes begins a field without", () => {
    const text = 'id,name,note\n1,"Bob" Smith,x\n2,"Ann",y\n3,"Cy",z\n';
    expect(sniff(text)).toMatchObject({ delimiter: ",", quote: '"', escape: null });
  });

  it("tell a backslash before a quote from one that ends a path", () => {
    expect(sniff('id,t\n1,"a \\"b\\" c"\n2,"d"\n').escape).toBe("\\");
    expect(sniff('id,path,n\n1,"C:\\tmp\\",4\n2,"D:\\x\\",5\n').escape).toBeNull();
  });

  it("know a backslash before a delimiter outside quotes", () => {
    expect(sniff("id,name,n\n1,Smith\\, Ann,4\n2,Jones\\, Bob,5\n3,Cy,6\n").escape).toBe("\\");
  });

  it("are unmarked quotes where doubling would join two fields", () => {
    const rows = 'id,size,name\n1,"pipe, 5"","x"\n2,"beam, 7"","y"\n3,"a","b"\n';
    expect(sniff(rows)).toMatchObject({ quote: '"', escape: "" });
  });
});

describe("header", () => {
  const auto = { header: "auto" } as const;

  it("is there unless the owner says otherwise", () => {
    expect(sniff("1,2\n3,4\n")).toMatchObject({ header: true, header_rows: 1 });
    expect(sniff("a,b\n1,2\n", { header: false })).toMatchObject({ header: false, header_rows: 0 });
  });

  it("is found by columns whose first cell is not of their type", () => {
    expect(sniff("id,born\n1,1990-01-05\n2,1985-03-12\n", auto).header).toBe(true);
    expect(sniff("7,1990-01-05\n2,1985-03-12\n", auto).header).toBe(false);
    expect(sniff("Ann,7\nBen,5\nCy,9\n", auto).header).toBe(false);
  });

  it("of a table of text is a row of names that do not come again", () => {
    expect(sniff("colour,fruit\nred,apple\ngreen,lime\nred,cherry\n", auto).header).toBe(true);
    expect(sniff("red,apple\nred,cherry\ngreen,apple\n", auto).header).toBe(false);
  });

  it("may be years", () => {
    expect(sniff("Country,1990,2000\nNorway,12,14\nChile,3,5\n", auto).header).toBe(true);
  });

  it("may be years below titles, with or without being looked for", () => {
    const text = "Emissions,,\nthousand tonnes,,\n,,\nYear,2000,2001\nTimber,2666,2274\nIron,22927,18010\nClay,31,29\n";
    for (const header of [true, "auto"] as const) {
      expect(sniff(text, { header })).toMatchObject({ header: true, skip_rows: 3, header_rows: 1 });
    }
  });

  it("is not a row of years among others", () => {
    expect(sniff("Ann,1990,2003\nBen,1985,2001\nCy,1979,1999\n", auto).header).toBe(false);
  });

  it("may be single letters over numbers, and numbers over truth values", () => {
    expect(sniff("name,n\nAnn,5\nBen,6\n", auto).header).toBe(true);
    expect(sniff("id,100022,100025\nid1,TRUE,FALSE\nid2,FALSE,TRUE\n", auto).header).toBe(true);
    expect(sniff("t,f\nt,f\nf,t\n", auto).header).toBe(false);
  });

  it("is one line where the second is text as well but the columns are", () => {
    expect(sniff("first,last\nAnn,Smith\nBen,Jones\n").header_rows).toBe(1);
  });

  it("is two lines where group names stand over column names, or units below", () => {
    expect(sniff(",2023,,2024,\nregion,a,b,c,d\nNorth,1,2,3,4\nSouth,5,6,7,8\n").header_rows).toBe(2);
    expect(sniff("t,depth\ns,m\n0,1.5\n1,2.5\n2,3.5\n").header_rows).toBe(2);
  });

  it("is not a first row of data that does not fit its columns", () => {
    expect(sniff("id,age\nx,y\n1,30\n2,41\n3,29\n").header_rows).toBe(1);
    expect(sniff("id,age\nx,y,z\n1,30\n2,41\n3,29\n").header_rows).toBe(1);
    expect(sniff("id,age\n,\n1,30\n2,41\n3,29\n")).toMatchObject({ header_rows: 1, skip_rows: 0 });
  });
});

describe("title and note lines", () => {
  it("are left out, blank lines with them", () => {
    expect(sniff("Sales\n\n\nid,qty\n1,2\n3,4\n").skip_rows).toBe(3);
    expect(sniff("\n\nid,qty\n1,2\n3,4\n").skip_rows).toBe(2);
    expect(sniff("Sales,,\r\n,,\r\nid,qty,price\r\n1,2,3\r\n4,5,6\r\n").skip_rows).toBe(2);
  });

  it("may be names and values that are fewer than the table's columns", () => {
    const text = "Station:,Hill\nHeight:,320\n\ndate,rain,wind\n2024-01-01,1.5,3\n2024-01-02,0.0,7\n";
    expect(sniff(text).skip_rows).toBe(3);
  });

  it("are found without a header too", () => {
    expect(sniff("Sales report\n\n1,2,3\n4,5,6\n", { header: false }).skip_rows).toBe(2);
  });

  it("are not a header that is shorter than its rows", () => {
    expect(sniff("a,b\n1,2,3\n4,5,6\n")).toMatchObject({ skip_rows: 0, header_rows: 1 });
    expect(sniff("a\n1,2\n3,4\n")).toMatchObject({ skip_rows: 0, header_rows: 1 });
  });

  it("are not rows of uneven width", () => {
    expect(sniff("a,b,c\n1,2\n3,4,5,6\n7,8,9\n").skip_rows).toBe(0);
  });

  it("are not the header of a single column", () => {
    expect(sniff("name\nAnn\nBen\n").skip_rows).toBe(0);
  });
});

describe("line ends", () => {
  it("are the most frequent of the three", () => {
    expect(sniff("a,b\r\n1,2\r\n3,4\n").line_terminator).toBe("\r\n");
    expect(sniff("a,b\r1,2\r3,4\r").line_terminator).toBe("\r");
    expect(sniff("a,b\n1,2\r\n3,4\n").line_terminator).toBe("\n");
    expect(sniff("a,b").line_terminator).toBe("\n");
  });
});

describe("a sample that is not the whole file", () => {
  it("does not count the line that its end cuts, nor blame the quote left open there", () => {
    const rows = Array.from({ length: 40 }, (_, n) => `${n},"name ${n}, and more",${n * 3}\n`).join("");
    const cut = `id,name,qty\n${rows}41,"half a na`;
    expect(sniff(cut, { isWhole: false })).toMatchObject({ delimiter: ",", quote: '"', header_rows: 1 });
  });

  it("may be cut within a character", () => {
    const sample = Buffer.from("ville,prix\nNîmes,3\nÉvreux,4\nOrlé").subarray(0, -1);
    expect(sniffCsv(sample, { isWhole: false }).encoding).toBe("utf-8");
  });

  it("is sniffed alike each time", () => {
    const text = "a;b,c|d\n1;2,3|4\n";
    expect(sniff(text)).toEqual(sniff(text));
  });
});
