import type { TrustedKey } from '#services/scoring/records/verify/check-signatures.js';
import type { Step } from '#services/scoring/records/verify/verify-bundle.js';
import { formatOf, type PayoutFolder } from './signed-manifest.js';
import { CORRECTION_FORMAT, verifyCorrection } from './verify-correction.js';
import { verifyPayout } from './verify-payout.js';

/** Proves an allocation or a correction, whichever the manifest is of. @throws {BundleDiffers} the first difference */
export function verifyManifest(folder: PayoutFolder, trusted: readonly TrustedKey[] = []): Iterable<Step> {
  return formatOf(folder) === CORRECTION_FORMAT ? verifyCorrection(folder, trusted) : verifyPayout(folder, trusted);
}
