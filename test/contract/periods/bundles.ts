import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  ExportRecordsRequest,
  type ExportRecordsResponse,
  RecordServiceClient,
} from '#libs/contracts/cx/bonus/v1/record.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { BundleDiffers, type Difference } from '#services/scoring/records/verify/difference.js';
import { verifyBundle } from '#services/scoring/records/verify/verify-bundle.js';
import { otherAs } from './closing-bench.js';

export type Files = Map<string, Buffer>;

/** The bundle of a version, as an auditor gets it. */
export async function bundle(month: string, version: number, withoutBatches = false): Promise<Files> {
  const files: Files = new Map();
  const request = ExportRecordsRequest.fromPartial({ name: `periods/${month}/snapshots/${version}`, withoutBatches });
  const stream = otherAs(RecordServiceClient, 'hanna').exportRecords(request);
  for await (const { path, chunk } of stream as AsyncIterable<ExportRecordsResponse>)
    files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), chunk]));
  return files;
}

export const steps = (files: ReadonlyMap<string, Buffer>, trusted: readonly TrustedKey[] = []) => [
  ...verifyBundle({ paths: [...files.keys()], read: (path) => files.get(path) ?? Buffer.alloc(0) }, trusted),
];

/** The first difference that a verifier finds; undefined when it finds none. */
export function differenceIn(
  files: ReadonlyMap<string, Buffer>,
  trusted: readonly TrustedKey[] = [],
): Difference | undefined {
  try {
    steps(files, trusted);
    return undefined;
  } catch (error) {
    if (error instanceof BundleDiffers) return error.difference;
    throw error;
  }
}

/**
 * What a program in Python says of a bundle.
 *
 * @param words  what follows the folder on its command line; a file stands for its own place
 */
export function python(
  files: ReadonlyMap<string, Buffer>,
  program: string,
  ...words: readonly (string | Buffer)[]
): readonly string[] {
  const top = mkdtempSync(join(tmpdir(), 'cx-closed-'));
  const folder = join(top, 'bundle');
  try {
    for (const [path, file] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), file);
    }
    const args = words.map((word) => (typeof word === 'string' ? word : placed(join(top, 'file'), word)));
    const { stdout, stderr } = spawnSync('python3', [`test/oracle/${program}`, folder, ...args], { encoding: 'utf8' });
    return `${stdout}${stderr}`.trim().split('\n');
  } finally {
    rmSync(top, { recursive: true });
  }
}

function placed(path: string, file: Buffer): string {
  writeFileSync(path, file);
  return path;
}

export const jsonOf = (files: ReadonlyMap<string, Buffer>, path: string) =>
  JSON.parse(files.get(path)?.toString() ?? '');
