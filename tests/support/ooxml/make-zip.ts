import { crc32, deflateRawSync } from "node:zlib";

/** A part to pack, and what to get wrong about it on purpose. */
export type PackedPart = {
  data: string | Buffer;
  stored?: true;
  /** Sets the encryption bit. */
  encrypted?: true;
  /** Sizes and checksum stand after the data, and are 0 in the local header. */
  descriptor?: true;
  /** Sizes and place go into the ZIP64 extra field. */
  zip64?: true;
  /** In place of the true checksum. */
  crc32?: number;
  /** In place of the true size, in the directory. */
  claimedSize?: number;
  method?: number;
};

/** Packs parts into a zip, in the given order; `zip64End` ends it the ZIP64 way. */
export function makeZip(
  parts: Record<string, string | Buffer | PackedPart>,
  { zip64End = false, comment = "" }: { zip64End?: boolean; comment?: string } = {},
): Buffer {
  const written: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  const write = (bytes: Buffer) => {
    written.push(bytes);
    offset += bytes.length;
  };
  for (const [name, given] of Object.entries(parts)) {
    const part: PackedPart = typeof given === "string" || Buffer.isBuffer(given) ? { data: given } : given;
    const data = Buffer.from(part.data as string);
    const packed = part.stored ? data : deflateRawSync(data);
    const nameBytes = Buffer.from(name);
    const sum = part.crc32 ?? crc32(data);
    const flags = 0x800 | (part.encrypted ? 1 : 0) | (part.descriptor ? 8 : 0);
    const method = part.method ?? (part.stored ? 0 : 8);
    const headerOffset = offset;

    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    if (!part.descriptor) {
      local.writeUInt32LE(sum, 14);
      local.writeUInt32LE(packed.length, 18);
      local.writeUInt32LE(data.length, 22);
    }
    local.writeUInt16LE(nameBytes.length, 26);
    write(Buffer.concat([local, nameBytes, packed]));
    if (part.descriptor) write(numbers(0x08074b50, sum, packed.length, data.length));

    const extra = part.zip64 ? zip64Extra(data.length, packed.length, headerOffset) : Buffer.alloc(0);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(flags, 8);
    record.writeUInt16LE(method, 10);
    record.writeUInt32LE(sum, 16);
    record.writeUInt32LE(part.zip64 ? 0xffffffff : packed.length, 20);
    record.writeUInt32LE(part.zip64 ? 0xffffffff : (part.claimedSize ?? data.length), 24);
    record.writeUInt16LE(nameBytes.length, 28);
    record.writeUInt16LE(extra.length, 30);
    record.writeUInt32LE(part.zip64 ? 0xffffffff : headerOffset, 42);
    directory.push(Buffer.concat([record, nameBytes, extra]));
  }
  const directoryBytes = Buffer.concat(directory);
  const directoryOffset = offset;
  write(directoryBytes);
  if (zip64End) write(zip64EndRecords(directory.length, directoryBytes.length, directoryOffset, offset));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64End ? 0xffff : directory.length, 10);
  end.writeUInt32LE(zip64End ? 0xffffffff : directoryBytes.length, 12);
  end.writeUInt32LE(zip64End ? 0xffffffff : directoryOffset, 16);
  end.writeUInt16LE(comment.length, 20);
  write(Buffer.concat([end, Buffer.from(comment, "latin1")]));
  return Buffer.concat(written);
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}

function zip64Extra(size: number, packedSize: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [index, value] of [size, packedSize, offset].entries())
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}

function zip64EndRecords(entries: number, size: number, offset: number, at: number): Buffer {
  const records = Buffer.alloc(56 + 20);
  records.writeUInt32LE(0x06064b50, 0);
  records.writeBigUInt64LE(44n, 4);
  records.writeBigUInt64LE(BigInt(entries), 24);
  records.writeBigUInt64LE(BigInt(entries), 32);
  records.writeBigUInt64LE(BigInt(size), 40);
  records.writeBigUInt64LE(BigInt(offset), 48);
  records.writeUInt32LE(0x07064b50, 56);
  records.writeBigUInt64LE(BigInt(at), 64);
  records.writeUInt32LE(1, 72);
  return records;
}
