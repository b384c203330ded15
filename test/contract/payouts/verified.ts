import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyManifest } from '#cli/verify/verify-manifest.js';
import type { Allocation } from '#libs/contracts/cx/payout/v1/payout.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { publicKeyFile } from '#libs/signing/public-keys.js';
import { signatureOf } from '#libs/signing/signature.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { BundleDiffers } from '#services/scoring/records/verify/difference.js';

const NAMES = { amounts: 'payout-2018-07-br-brl.csv', manifest: 'manifest-2018-07-br-brl.json' };

/** What both verifiers say of both files: the first difference here, and the last line of the program in Python. */
export function verified(
  given: Pick<Allocation, 'amounts' | 'manifest'>,
  trusted: readonly TrustedKey[] = [],
  names = NAMES,
) {
  const files = new Map([
    [names.amounts, Buffer.from(given.amounts)],
    [names.manifest, Buffer.from(given.manifest)],
  ]);
  const read = (file: string) => files.get(file) ?? Buffer.alloc(0);
  let here: string | undefined;
  try {
    for (const _ of verifyManifest({ manifest: names.manifest, read }, trusted));
  } catch (error) {
    if (!(error instanceof BundleDiffers)) throw error;
    here = `${error.difference.file} ${error.difference.field}`;
  }
  const folder = mkdtempSync(join(tmpdir(), 'cx-payout-'));
  try {
    for (const [name, file] of files) writeFileSync(join(folder, name), file);
    const keys = trusted.length === 0 ? [] : [join(folder, 'keys.json')];
    if (keys[0] !== undefined) writeFileSync(keys[0], publicKeyFile(trusted as never));
    const args = ['test/oracle/payout.py', join(folder, names.manifest), ...keys];
    const { stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
    return { here, python: `${stdout}${stderr}`.trim().split('\n').at(-1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Both files as one who holds the key would forge them. */
export function resigned({ manifest }: Pick<Allocation, 'manifest'>, amounts: Buffer, privateKey: string) {
  const { content_sha256: _, signature, ...content } = JSON.parse(Buffer.from(manifest).toString());
  content.file_sha256 = createHash('sha256').update(amounts).digest('hex');
  const sha256 = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const signed = { purpose: 'PAYOUT_MANIFEST' as const, sha256, signedAt: Number(signature.signed_at) };
  const forged = { ...signature, sha256, signature: signatureOf(privateKey, signed) };
  return { amounts, manifest: Buffer.from(JSON.stringify({ ...content, content_sha256: sha256, signature: forged })) };
}

/** @throws when there is nothing to change */
export function changed(bytes: Uint8Array, from: string, to: string): Buffer {
  const text = Buffer.from(bytes).toString();
  if (!text.includes(from)) throw new Error(`there is no ${from} to change`);
  return Buffer.from(text.replace(from, to));
}
