import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPRESSION_TYPES, COMPRESSIONS, type Compression } from '#libs/kafka/codecs.js';

/** Where the fields of a record batch begin, in bytes; https://kafka.apache.org/documentation/#recordbatch */
const LENGTH_AT = 8;
const ATTRIBUTES_AT = 21;
const LAST_OFFSET_DELTA_AT = 23;
const RECORDS_AT = 61;
/** The two fields that the length does not count. */
const HEAD_BYTES = 12;

/** The compressions of the record batches of partition 0 as they lie on the disk of a broker; empty: no batch. */
export function storedCompressions(dataDir: string, topic: string): ReadonlySet<Compression | undefined> {
  return new Set(
    batchesOf(dataDir, topic).map((batch) => {
      const type = batch.readUInt16BE(ATTRIBUTES_AT) & 7;
      return COMPRESSIONS.find((name) => COMPRESSION_TYPES[name] === type);
    }),
  );
}

/**
 * Appends a record batch that no client can read: a copy of the last one, with other bytes in place of its compressed records.
 * The broker must be stopped; after a clean stop, it starts without looking into record batches.
 *
 * @returns the offset after that record batch
 */
export function appendUnreadable(dataDir: string, topic: string): bigint {
  const batch = Buffer.from(batchesOf(dataDir, topic).at(-1) ?? Buffer.alloc(0));
  const records = BigInt(batch.readInt32BE(LAST_OFFSET_DELTA_AT) + 1);
  const offset = batch.readBigInt64BE(0) + records;
  batch.writeBigInt64BE(offset, 0);
  batch.fill(0xff, RECORDS_AT);
  appendFileSync(fileOf(dataDir, topic), batch);
  return offset + records;
}

function batchesOf(dataDir: string, topic: string): Buffer[] {
  const bytes = readFileSync(fileOf(dataDir, topic));
  const batches: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + HEAD_BYTES + bytes.readInt32BE(at + LENGTH_AT);
    batches.push(bytes.subarray(at, end));
    at = end;
  }
  return batches;
}

/** Tests write less than one segment. */
function fileOf(dataDir: string, topic: string): string {
  return join(dataDir, 'log', `${topic}-0`, '00000000000000000000.log');
}
