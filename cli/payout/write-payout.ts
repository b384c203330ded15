import { type PayoutTerms, payoutFiles } from '#libs/payout/close/allocate-roster.js';
import { type Manifest, manifestFile } from '#libs/payout/manifest/manifest.js';
import { RefusedPayout } from '#libs/payout/refused-payout.js';
import { writeFiles } from '../write-files.js';

/**
 * Writes the amounts of an allocation and its manifest.
 *
 * @returns the paths that were written; a file that says the same already is left alone
 * @throws {RefusedPayout} FILE_DIFFERS
 */
export function writePayout(
  folder: string,
  terms: Pick<PayoutTerms, 'period' | 'pool'>,
  { csv, manifest }: { readonly csv: string; readonly manifest: Manifest },
): readonly string[] {
  const names = payoutFiles(terms);
  const files = { [names.amounts]: csv, [names.manifest]: manifestFile(manifest) };
  return writeFiles(folder, files, (path) => new RefusedPayout('FILE_DIFFERS', path));
}
