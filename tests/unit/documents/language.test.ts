import { describe, expect, it } from "vitest";
import { detectLanguage, directionOf } from "../../../lib/documents/language.ts";

/** One plain sentence each, written for this test. */
const SENTENCES: Record<string, string[]> = {
  en: [
    "The committee published its report on renewable energy last week.",
    "She walked along the river until the lamps were lit.",
  ],
  de: [
    "Der Ausschuss hat letzte Woche seinen Bericht über erneuerbare Energien veröffentlicht.",
    "Wir gingen am Fluss entlang, bis die Lampen brannten.",
  ],
  fr: [
    "Le comité a publié la semaine dernière son rapport sur les énergies renouvelables.",
    "Elle marchait le long de la rivière jusqu'à la nuit.",
  ],
  es: [
    "El comité publicó la semana pasada su informe sobre las energías renovables.",
    "Caminaba junto al río hasta que encendieron las luces.",
  ],
  it: [
    "Il comitato ha pubblicato la settimana scorsa la sua relazione sulle energie rinnovabili.",
    "Camminava lungo il fiume finché non accesero le luci.",
  ],
  pt: [
    "O comitê publicou na semana passada o seu relatório sobre energias renováveis.",
    "Ela caminhava ao longo do rio até acenderem as luzes.",
  ],
  nl: [
    "De commissie heeft vorige week haar rapport over hernieuwbare energie gepubliceerd.",
    "Zij liep langs de rivier tot de lampen brandden.",
  ],
  sv: [
    "Kommittén publicerade förra veckan sin rapport om förnybar energi.",
    "Hon gick längs floden tills lamporna tändes.",
  ],
  fi: ["Valiokunta julkaisi viime viikolla raporttinsa uusiutuvasta energiasta."],
  pl: ["Komisja opublikowała w zeszłym tygodniu swój raport na temat energii odnawialnej."],
  cs: ["Výbor minulý týden zveřejnil svou zprávu o obnovitelné energii."],
  hu: ["A bizottság a múlt héten tette közzé a megújuló energiáról szóló jelentését."],
  ro: ["Comitetul a publicat săptămâna trecută raportul său privind energia regenerabilă."],
  tr: ["Komite geçen hafta yenilenebilir enerji hakkındaki raporunu yayımladı."],
  vi: ["Ủy ban đã công bố báo cáo về năng lượng tái tạo vào tuần trước."],
  id: ["Komite tersebut menerbitkan laporannya tentang energi terbarukan minggu lalu."],
  ru: [
    "Комитет опубликовал свой доклад о возобновляемой энергии на прошлой неделе.",
    "Она шла вдоль реки, пока не зажгли фонари.",
  ],
  uk: [
    "Комітет опублікував свою доповідь про відновлювану енергію минулого тижня.",
    "Вона йшла вздовж річки, доки не засвітили ліхтарі.",
  ],
  bg: ["Комисията публикува миналата седмица своя доклад за възобновяемата енергия."],
  el: ["Η επιτροπή δημοσίευσε την περασμένη εβδομάδα την έκθεσή της για τις ανανεώσιμες πηγές ενέργειας."],
  he: ["הוועדה פרסמה בשבוע שעבר את הדוח שלה על אנרגיה מתחדשת.", "היא הלכה לאורך הנהר עד שהודלקו הפנסים."],
  ar: ["نشرت اللجنة تقريرها عن الطاقة المتجددة الأسبوع الماضي.", "سارت على ضفة النهر حتى أضيئت المصابيح."],
  fa: ["کمیته هفته گذشته گزارش خود را درباره انرژی‌های تجدیدپذیر منتشر کرد."],
  ur: ["کمیٹی نے گزشتہ ہفتے قابل تجدید توانائی پر اپنی رپورٹ شائع کی۔"],
  zh: [
    "委员会上周发表了关于可再生能源的报告，引起了社会各界的广泛关注。",
    "委員會上週發表了關於可再生能源的報告，引起各界關注。",
  ],
  ja: ["委員会は先週、再生可能エネルギーに関する報告書を発表しました。"],
  ko: ["위원회는 지난주에 재생 가능 에너지에 관한 보고서를 발표했습니다."],
  th: ["คณะกรรมการได้เผยแพร่รายงานเกี่ยวกับพลังงานหมุนเวียนเมื่อสัปดาห์ที่แล้ว"],
  hi: ["समिति ने पिछले सप्ताह नवीकरणीय ऊर्जा पर अपनी रिपोर्ट प्रकाशित की और सरकार को सौंपी।"],
};

describe("detectLanguage", () => {
  for (const [language, examples] of Object.entries(SENTENCES)) {
    it(`knows ${language} from one sentence`, () => {
      for (const example of examples) expect(detectLanguage(example).language).toBe(language);
    });
  }

  it("says und below 20 letters, and for text without letters", () => {
    expect(detectLanguage("Nineteen letters 12345 ab")).toEqual({ language: "und", confidence: 0 });
    expect(detectLanguage("12345 67890 !!! ".repeat(40))).toEqual({ language: "und", confidence: 0 });
    expect(detectLanguage("")).toEqual({ language: "und", confidence: 0 });
  });

  it("follows the larger part of a mixed text and is less sure of it", () => {
    const german = SENTENCES.de![0]!.repeat(12);
    const russian = SENTENCES.ru![0]!.repeat(4);
    const { language, confidence } = detectLanguage(`${german}\n\n${russian}`);
    expect(language).toBe("de");
    expect(confidence).toBeGreaterThan(0.5);
    expect(confidence).toBeLessThan(1);
  });

  it("is not swayed by a foreign quotation within a long text", () => {
    const text = `${SENTENCES.en!.join(" ").repeat(30)} ${SENTENCES.fr![0]} ${SENTENCES.en!.join(" ").repeat(30)}`;
    expect(detectLanguage(text).language).toBe("en");
  });
});

describe("directionOf", () => {
  it("runs Hebrew, Arabic, Persian and Urdu from the right", () => {
    expect(["he", "ar", "fa", "ur"].map(directionOf)).toEqual(["rtl", "rtl", "rtl", "rtl"]);
    expect(["en", "ja", "und"].map(directionOf)).toEqual(["ltr", "ltr", "ltr"]);
  });
});
