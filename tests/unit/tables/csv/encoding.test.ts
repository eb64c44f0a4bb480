import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { decoderFor, detectEncoding, encodingName } from "../../../../lib/tables/csv/encoding.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

/** The whole file decoded, handed over in chunks of `size` bytes. */
function decode(encoding: string, file: Uint8Array, size = file.length): Buffer {
  const decoder = decoderFor(encoding);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += size) parts.push(Buffer.from(decoder.push(file.subarray(at, at + size))));
  return Buffer.concat([...parts, decoder.end()]);
}

describe("detectEncoding", () => {
  it.each([
    ["utf-8", 3, bytes(0xef, 0xbb, 0xbf, 0x61)],
    ["utf-16le", 2, bytes(0xff, 0xfe, 0x61, 0x00)],
    ["utf-16be", 2, bytes(0xfe, 0xff, 0x00, 0x61)],
    ["utf-32le", 4, bytes(0xff, 0xfe, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00)],
    ["gb18030", 4, bytes(0x84, 0x31, 0x95, 0x33, 0x61)],
  ])("believes the byte order mark of %s", (encoding, bomBytes, file) => {
    expect(detectEncoding(file)).toEqual({ encoding, bomBytes, confidence: 1 });
  });

  it("takes ASCII for UTF-8, and no bytes at all likewise", () => {
    expect(detectEncoding(Buffer.from("a,b\n1,2\n")).encoding).toBe("utf-8");
    expect(detectEncoding(bytes()).encoding).toBe("utf-8");
  });

  it("does not mind a character that the end of the sample cuts", () => {
    expect(detectEncoding(Buffer.from("prix,12 €").subarray(0, -1)).encoding).toBe("utf-8");
    expect(detectEncoding(Buffer.from("smile,🙂").subarray(0, -1)).encoding).toBe("utf-8");
  });

  it("keeps to UTF-8 where most of what is not ASCII is valid", () => {
    const damaged = Buffer.concat([Buffer.from("naïveté, déjà vu, Œuvre\n"), bytes(0xe9, 0x0a)]);
    expect(detectEncoding(damaged).encoding).toBe("utf-8");
  });

  it("knows UTF-16 without a mark by the zero bytes on one side", () => {
    const text = "id,имя\r\n1,Анна\r\n2,Иван\r\n";
    expect(detectEncoding(iconv.encode(text, "utf-16le")).encoding).toBe("utf-16le");
    expect(detectEncoding(iconv.encode(text, "utf-16be")).encoding).toBe("utf-16be");
  });

  it.each([
    ["a sign before an ASCII letter", "place,t\nOslo,5°C\nBergen,6°C\n"],
    ["a capital before a small letter", "place,n\nKenai,3\nÕakman,4\n"],
    ["a byte that the file's end follows", "a,b\n1,©"],
    ["no-break spaces left behind in names", "Bank Name\u00a0,City\u00a0\nFirst–Citizens,Raleigh\n"],
    ["no-break spaces within cells", "name,t\nTea\u00a05,5\nCoffee\u00a06,6\n"],
  ])("takes %s for Western, not for East Asian or DOS", (_, text) => {
    expect(detectEncoding(iconv.encode(text, "windows-1252")).encoding).toBe("windows-1252");
  });

  it("does not take a stray zero byte for UTF-16", () => {
    expect(detectEncoding(Buffer.from("a,b\n1,x\0y\n2,z\n")).encoding).toBe("utf-8");
  });

  it.each([
    ["windows-1252", "nom,âge\nHélène,34\nFrançois,28\n"],
    ["windows-1252", "item,price\nTea,£3\nPens,£12\nIt’s,1\n"],
    ["macintosh", "nombre,ciudad\nJosé Núñez,Logroño\nMaría,Málaga\n"],
    ["windows-1250", "jméno,město\nJiří Dvořák,Plzeň\nTereza,Ústí nad Labem\n"],
    ["iso-8859-2", "imię,miasto\nŁukasz,Łódź\nŚwiętosław,Kraków\n"],
    ["windows-1251", "имя,город\nИван,Москва\nМария,Казань\n"],
    ["koi8-u", "имя,город\nИван,Москва\nМария,Казань\n"],
    ["ibm866", "имя,город\nИван,Москва\nМария,Казань\n"],
    ["windows-1253", "όνομα,πόλη\nΓιώργος,Αθήνα\nΕλένη,Θεσσαλονίκη\n"],
    ["windows-1254", "isim,şehir\nAyşe,İstanbul\nÇağrı,Eskişehir\n"],
    ["windows-1255", "שם,עיר\nדוד,תל אביב\nשרה,ירושלים\n"],
    ["windows-1256", "الاسم,المدينة\nمحمد,القاهرة\nفاطمة,بغداد\n"],
    ["windows-874", "ชื่อ,เมือง\nสมชาย,กรุงเทพ\nสมหญิง,เชียงใหม่\n"],
    ["shift_jis", "名前,都市\n田中太郎,東京\n鈴木花子,大阪\n"],
    ["euc-jp", "名前,都市\n田中太郎,東京\nありがとう,カタカナ\n"],
    ["gb18030", "姓名,城市\n张伟,北京\n王芳,上海\n"],
    ["big5", "姓名,城市\n張偉,台北\n王芳,高雄\n"],
    ["euc-kr", "이름,도시\n김철수,서울\n이영희,부산\n"],
  ])("tells %s by its letters", (encoding, text) => {
    const file = iconv.encode(text, encoding);
    expect(detectEncoding(file).encoding).toBe(encoding);
    expect(decode(encoding, file).toString()).toBe(text);
  });

  it("knows ISO-2022-JP by its escape sequences", () => {
    expect(detectEncoding(Buffer.from("id,\x1b$B$3$s\x1b(B\n")).encoding).toBe("iso-2022-jp");
  });

  it("names an encoding that can be read, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (file) => {
        const { encoding, confidence } = detectEncoding(file);
        decode(encoding, file);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("encodingName", () => {
  it("gives the standard's name for any of an encoding's labels, and null for what is none", () => {
    expect(encodingName("Latin1")).toBe("windows-1252");
    expect(encodingName("UTF8")).toBe("utf-8");
    expect(encodingName("cp850")).toBe("cp850");
    expect(encodingName("klingon")).toBeNull();
  });
});

describe("decoderFor", () => {
  it("drops the byte order mark, also when chunks cut it", () => {
    const text = "é,1\n";
    for (const encoding of ["utf-8", "utf-16le", "utf-16be"]) {
      const file = iconv.encode(text, encoding, { addBOM: true });
      for (const size of [1, 2, 3, 100]) expect(decode(encoding, file, size).toString()).toBe(text);
    }
  });

  it("gives UTF-8 on as it came, faults included", () => {
    expect(decode("utf-8", bytes(0x61, 0xff, 0x62, 0x0a), 2)).toEqual(Buffer.from([0x61, 0xff, 0x62, 0x0a]));
    expect(decode("utf-8", bytes(0x61))).toEqual(Buffer.from("a"));
  });

  it("marks what the encoding does not allow with bytes that UTF-8 never holds", () => {
    expect(decode("shift_jis", bytes(0x61, 0xfd, 0x62))).toEqual(Buffer.from([0x61, 0xff, 0xff, 0xff, 0x62]));
    expect(decode("utf-16le", bytes(0x61, 0x00, 0x00, 0xd8, 0x62, 0x00)).includes(0xff)).toBe(true);
  });

  it("joins characters that chunks cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 5 }), (text, size) => {
        const file = Buffer.from(text, "utf16le");
        const whole = text.startsWith("\uFEFF") ? text.slice(1) : text;
        expect(decode("utf-16le", file, size).toString()).toBe(whole);
      }),
    );
  });

  it("refuses an encoding that nothing here can read, by its name", () => {
    expect(() => decoderFor("klingon")).toThrow(/"klingon"/);
  });
});
