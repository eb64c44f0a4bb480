/**
 * How fast text extraction is, and how much memory it takes; each case in a process of its own, peers in the same run.
 *
 *     node bench/documents-extract.ts
 *
 * Peers: for PDF the text of every page as pdf.js gives it, joined (no reading order, paragraphs, headings or counts);
 * for DOCX mammoth's raw text. A target is missed when `missed` is not empty; the exit code is 1 then.
 */
import { execFile } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import mammoth from "mammoth";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { extractDocument } from "../lib/documents/extract/extract-document.ts";
import { makeDocx, p } from "../tests/unit/documents/extract/docx/make-docx.ts";
import { lines, makePdf } from "../tests/unit/documents/extract/pdf/make-pdf.ts";

type Case = { name: string; run: () => Promise<number>; maxSeconds?: number; maxMebibytes?: number };

const CASES: Case[] = [
  { name: "pdf-100", run: () => ours(pdf(100), "pdf"), maxSeconds: 3 },
  { name: "pdf-100-pdfjs-alone", run: () => pdfJsAlone(pdf(100)) },
  { name: "pdf-2000", run: () => ours(pdf(2_000), "pdf"), maxSeconds: 30, maxMebibytes: 1024 },
  { name: "pdf-2000-pdfjs-alone", run: () => pdfJsAlone(pdf(2_000)) },
  { name: "txt-50mb", run: () => ours(txt(), "txt"), maxSeconds: 15, maxMebibytes: 1024 },
  { name: "docx-20000-paragraphs", run: () => ours(docx(), "docx") },
  { name: "docx-20000-paragraphs-mammoth", run: () => mammothRaw(docx()) },
];

const SENTENCE = "The harbour was built in the winter of the great flood, when the council gave up the old quay. ";

function pdf(pages: number): Buffer {
  const page = (number: number) => [
    { x: 72, y: 740, text: `Chapter ${number}`, size: 18, bold: true },
    ...lines(
      72,
      710,
      Array.from({ length: 45 }, (_, line) => `${number}.${line} ${SENTENCE.trim()}`),
    ),
  ];
  return makePdf({ pages: Array.from({ length: pages }, (_, index) => page(index + 1)) });
}

function txt(): Buffer {
  const size = 52_428_800;
  const paragraph = `${SENTENCE.repeat(8).trim()}\n\n`;
  return Buffer.from(paragraph.repeat(Math.ceil(size / paragraph.length)).slice(0, size));
}

function docx(): Buffer {
  return makeDocx({ body: p(SENTENCE.repeat(4)).repeat(20_000) }, "deflated");
}

/** @returns seconds */
async function ours(bytes: Uint8Array, fileType: "pdf" | "docx" | "txt"): Promise<number> {
  const start = performance.now();
  await extractDocument({ bytes, fileType });
  return (performance.now() - start) / 1000;
}

async function pdfJsAlone(bytes: Uint8Array): Promise<number> {
  const start = performance.now();
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    texts.push(items.map((item) => ("str" in item ? item.str : "")).join(" "));
    page.cleanup();
  }
  await task.destroy();
  return (performance.now() - start) / 1000;
}

async function mammothRaw(bytes: Uint8Array): Promise<number> {
  const start = performance.now();
  await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  return (performance.now() - start) / 1000;
}

const [wanted] = process.argv.slice(2);
if (wanted !== undefined) {
  const seconds = await CASES.find(({ name }) => name === wanted)!.run();
  console.log(JSON.stringify({ seconds, mebibytes: process.resourceUsage().maxRSS / 1024 }));
} else {
  const results: Record<
    string,
    Partial<Record<"seconds" | "mebibytes" | "max_seconds" | "max_mebibytes", number>>
  > = {};
  const missed: string[] = [];
  for (const { name, maxSeconds = null, maxMebibytes = null } of CASES) {
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), name]);
    const { seconds, mebibytes } = JSON.parse(stdout);
    results[name] = {
      seconds: Math.round(seconds * 100) / 100,
      mebibytes: Math.round(mebibytes),
      ...(maxSeconds && { max_seconds: maxSeconds }),
      ...(maxMebibytes && { max_mebibytes: maxMebibytes }),
    };
    if (seconds > (maxSeconds ?? Infinity) || mebibytes > (maxMebibytes ?? Infinity)) missed.push(name);
  }
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length };
  console.log(JSON.stringify({ bench: "documents-extract", machine, results, missed }));
  process.exitCode = missed.length > 0 ? 1 : 0;
}
