import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { publicKeysIn } from '#libs/signing/public-keys.js';
import type { BundleFolder } from '#services/scoring/records/verify/bundle-folder.js';
import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import { BundleDiffers, type Difference } from '#services/scoring/records/verify/difference.js';
import { type Step, verifyBundle } from '#services/scoring/records/verify/verify-bundle.js';
import { argument, type Command, option, UsageError } from '../command.js';
import type { PayoutFolder } from '../verify/signed-manifest.js';
import { verifyManifest } from '../verify/verify-manifest.js';

/** `cx verify DIR|MANIFEST`: proves a record bundle or an allocation without a database and without a network. Exit 3 at the first difference. */
export const verify: Command = {
  parameters: 'DIR|MANIFEST',
  description:
    'Proves a record bundle from its files alone: manifest, records, chain, Merkle root, signatures, documents, counts, batches, index. Of the manifest of an allocation or a correction it proves the signature, every amount and the pool, with the file of amounts beside it. It names the first difference.',
  example: 'cx verify 2018-08-v1',
  options: {
    key: {
      type: 'string',
      description:
        'the public keys that you trust, which you got from another place than the bundle: a file of cx key public, or one key as 64 hex digits',
    },
  },
  run: async (call) => {
    const place = argument(call, 0);
    const trusted = trustedKeys(option(call, 'key'));
    const isFile = statSync(place, { throwIfNoEntry: false })?.isFile() === true;
    const steps: Step[] = [];
    const show = (step: Step) => {
      steps.push(step);
      if (!call.json) call.print(`  ${step.isSkipped ? '--' : 'ok'}    ${step.name.padEnd(12)} ${step.detail}`);
    };
    const difference = firstDifference(
      isFile ? verifyManifest(payoutAt(place), trusted) : verifyBundle(folderAt(place), trusted),
      show,
    );
    if (call.json) call.print(JSON.stringify({ steps, difference }, undefined, 2));
    else
      for (const line of difference === undefined ? ['  => every figure is proved'] : linesOf(difference))
        call.print(line);
    return difference === undefined ? 0 : 3;
  },
};

/** The keys of --key; none without it. */
function trustedKeys(given: string): readonly TrustedKey[] {
  if (given === '') return [];
  if (/^[0-9a-f]{64}$/.test(given)) return [{ publicKey: given }];
  try {
    const keys = publicKeysIn(JSON.parse(readFileSync(given, 'utf8')));
    if (keys.length > 0) return keys;
  } catch {
    // Whatever is wrong with it, it is no such file.
  }
  throw new UsageError(`--key takes a file of cx key public, or 64 hex digits, not ${given}`);
}

/** Takes the steps one by one, so that each is seen when it is done. */
function firstDifference(steps: Iterable<Step>, show: (step: Step) => void): Difference | undefined {
  try {
    for (const step of steps) show(step);
    return undefined;
  } catch (error) {
    if (error instanceof BundleDiffers) return error.difference;
    throw error;
  }
}

function linesOf({ file, field, metric, expected, found }: Difference): string[] {
  return [
    `  NO    ${file}`,
    ...(metric === undefined ? [] : [`        metric    ${metric}`]),
    `        field     ${field}`,
    `        expected  ${expected}`,
    `        found     ${found}`,
  ];
}

function payoutAt(manifest: string): PayoutFolder {
  const read = (file: string) => {
    try {
      return readFileSync(join(dirname(manifest), file));
    } catch {
      throw new BundleDiffers({ file, field: 'file', expected: 'beside the manifest', found: 'none' });
    }
  };
  return { manifest: basename(manifest), read };
}

function folderAt(folder: string): BundleFolder {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${folder} is no folder and no file`);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length));
  return {
    paths: paths.map((path) => path.split(sep).join('/')).sort(),
    read: (path) => readFileSync(join(folder, path)),
  };
}
