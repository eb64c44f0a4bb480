import type { Arena } from "../kernel/arena.ts";
import type { TableOptions } from "../options.ts";
import type { Dialect, SniffOptions } from "./dialect.ts";
import { decoderFor } from "./encoding.ts";
import { CsvReader } from "./scan.ts";
import { sniffCsv } from "./sniff.ts";

/** Bytes from which the dialect is told. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * Finds out how a CSV file is written and opens it for reading, the lines above its header passed over.
 *
 * @param arena where the reader works; its chunks lie there
 * @throws {FileFault} an encoding that is unknown
 */
export async function openCsv(
  source: { stream: AsyncIterable<Uint8Array>; sizeBytes: number },
  options: TableOptions,
  arena: Arena,
): Promise<{ reader: CsvReader; dialect: Dialect }> {
  const stream = source.stream[Symbol.asyncIterator]();
  const { sample, dialect } = await sniff(stream, options).catch(async (error) => {
    await stream.return?.();
    throw error;
  });
  let bytesRead = 0;
  async function* utf8(): AsyncGenerator<Uint8Array, void, undefined> {
    const transcoder = decoderFor(dialect.encoding);
    try {
      yield transcoder.push(sample);
      bytesRead = sample.length;
      for (let next = await stream.next(); !next.done; next = await stream.next()) {
        bytesRead += next.value.length;
        yield transcoder.push(next.value);
      }
      yield transcoder.end();
    } finally {
      await stream.return?.();
    }
  }
  const share = () => Math.min(1, source.sizeBytes === 0 ? 1 : bytesRead / source.sizeBytes);
  return { reader: new CsvReader(arena, utf8(), dialect, share), dialect };
}

async function sniff(stream: AsyncIterator<Uint8Array>, options: TableOptions) {
  const { sample, isWhole } = await firstBytes(stream);
  return { sample, dialect: sniffCsv(sample, sniffOptions(options, isWhole)) };
}

async function firstBytes(stream: AsyncIterator<Uint8Array>): Promise<{ sample: Buffer; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < SAMPLE_BYTES) {
    const { done, value } = await stream.next();
    if (done) return { sample: Buffer.concat(chunks), isWhole: true };
    chunks.push(Uint8Array.from(value));
    length += value.length;
  }
  return { sample: Buffer.concat(chunks), isWhole: false };
}

/** The options as the sniffer wants them: what is to be found is left out. */
function sniffOptions(options: TableOptions, isWhole: boolean): SniffOptions {
  const { delimiter, quote, escape: mark, encoding, header, skip_rows, skip_footer } = options;
  return {
    isWhole,
    header,
    skip_rows,
    skip_footer,
    ...(delimiter !== "auto" && { delimiter }),
    ...(quote !== "auto" && { quote: quote === "" ? null : quote }),
    ...(mark !== "auto" && { escape: mark === (quote === "auto" ? '"' : quote) ? null : mark }),
    ...(encoding !== "auto" && { encoding }),
  };
}
