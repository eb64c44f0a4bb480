import { crc32, deflateRawSync } from "node:zlib";

/** A zip (PKWARE APPNOTE 4.3.7 to 4.3.16) for tests that need no more than stored or deflated entries. */
export function makeZip(
  entries: Record<string, string | Uint8Array>,
  packed: "stored" | "deflated" = "stored",
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const plain = typeof content === "string" ? Buffer.from(content) : content;
    const data = packed === "deflated" ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26); // from "version needed" to "extra field length", the same in both headers
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(packed === "deflated" ? 8 : 0, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, list, Buffer.from("PK\x05\x06"), end]);
}
