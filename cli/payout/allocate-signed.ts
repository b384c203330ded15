import type { Allocation, PayoutServiceClient } from '#libs/contracts/cx/payout/v1/payout.js';
import { call as ask } from '#libs/grpc/client.js';
import type { CorrectedPayout } from '#libs/payout/close/adjust-roster.js';
import type { AllocatedRoster, PayoutTerms } from '#libs/payout/close/allocate-roster.js';
import type { CorrectionFiles } from '#libs/payout/close/correct-roster.js';
import type { Manifest } from '#libs/payout/manifest/manifest.js';
import { RefusedPayout } from '#libs/payout/refused-payout.js';

/** Ten thousand payees take a second; a slow line takes longer. */
const DEADLINE_MS = 60_000;

/** What an allocation is signed by. */
export interface Signing {
  /** Undefined: the installation has no payout process, or is not to be asked. */
  readonly service: PayoutServiceClient | undefined;
  /** The roster as its file has it. */
  readonly text: string;
  readonly terms: PayoutTerms;
}

/**
 * Has the payout process share out the same roster and sign the manifest. Its amounts must be those that were computed here, to the last byte.
 *
 * @returns the signed manifest; without a payout process the unsigned one
 * @throws {RefusedPayout} SERVICE_DIFFERS
 */
export async function signedAllocation(
  { csv, manifest }: Pick<AllocatedRoster, 'csv' | 'manifest'>,
  { service, text, terms }: Signing,
): Promise<Manifest> {
  if (service === undefined) return manifest;
  const { period, pool, isSimulation, replaces = '' } = terms;
  const request = {
    ...{ period: `periods/${period.name}`, pool: pool.name, simulate: isSimulation },
    ...{ replacesSha256: Buffer.from(replaces, 'hex'), roster: Buffer.from(text) },
  };
  return agreed(csv, await ask(service, 'allocate', request, { deadlineMs: DEADLINE_MS }));
}

/**
 * The same for a correction.
 *
 * @throws {RefusedPayout} SERVICE_DIFFERS
 */
export async function signedCorrection(
  { csv, manifest }: Pick<CorrectedPayout, 'csv' | 'manifest'>,
  { service, text, terms, files }: Signing & { readonly files: CorrectionFiles },
): Promise<Manifest> {
  if (service === undefined) return manifest;
  const { period, pool, replaces = '' } = terms;
  const request = {
    ...{ period: `periods/${period.name}`, pool: pool.name, first: files.isFirst },
    ...{ replacesSha256: Buffer.from(replaces, 'hex'), roster: Buffer.from(text) },
    ...{ closedManifest: Buffer.from(files.closedManifest), deMinimisMinor: files.deMinimisMinor },
    earlier: [...files.earlier.values()].map((file) => Buffer.from(file)),
    recovery: Buffer.from(files.recovery?.text ?? ''),
  };
  return agreed(csv, await ask(service, 'correct', request, { deadlineMs: DEADLINE_MS }));
}

function agreed(csv: string, { amounts, manifest }: Allocation): Manifest {
  if (!Buffer.from(csv).equals(Buffer.from(amounts))) throw new RefusedPayout('SERVICE_DIFFERS');
  return JSON.parse(Buffer.from(manifest).toString('utf8')) as Manifest;
}
