import { earlierDeltas, recoveryDecisions } from '../adjust/earlier-deltas.js';
import type { Manifest } from '../manifest/manifest.js';
import { RefusedPayout } from '../refused-payout.js';
import type { Payee } from '../roster/roster.js';
import { type CorrectedPayout, correctPayout } from './adjust-roster.js';
import type { PayoutTerms } from './allocate-roster.js';
import type { FrozenVersion } from './frozen-version.js';

/** The files that say what was paid so far, and what HR decided. */
export interface CorrectionFiles {
  /** The manifest that the payout of the close has written. */
  readonly closedManifest: string;
  /** The deltas of earlier corrections of the same period that were paid, by name. */
  readonly earlier: ReadonlyMap<string, string>;
  /** None was paid. */
  readonly isFirst: boolean;
  /** Decisions of HR, with the name of their file; undefined: none. */
  readonly recovery: { readonly name: string; readonly text: string } | undefined;
  readonly deMinimisMinor: bigint;
}

/** By which results a payout is corrected. */
export interface CorrectionOf {
  /** The terms of the close. */
  readonly closed: PayoutTerms;
  /** The newest version. */
  readonly restated: FrozenVersion;
  /** `content_sha256` of the manifest of a correction by the same version that this one replaces. */
  readonly replaces?: string | undefined;
}

/**
 * Corrects the payout of a close from its files. What was paid before counts in full: when it may have been, the files say what, or that there was none.
 *
 * @throws {RefusedPayout} NOTHING_POSTED, EARLIER_MISSING, EARLIER_UNREADABLE, RECOVERY_UNREADABLE, CLOSED_PAYOUT_DIFFERS, and what an allocation throws
 */
export function correctRoster(
  roster: readonly Payee[],
  { closed, restated, replaces }: CorrectionOf,
  { closedManifest, earlier: files, isFirst, recovery, deMinimisMinor }: CorrectionFiles,
): CorrectedPayout {
  const { period, pool, frozen } = closed;
  if (restated.state !== 'ADJUSTED') throw new RefusedPayout('NOTHING_POSTED');
  const mayBeMissing = restated.supersedes > frozen.snapshot.version;
  if (files.size === 0 && mayBeMissing && !isFirst) throw new RefusedPayout('EARLIER_MISSING');
  const earlier = earlierDeltas(files, period.name, pool.currency);
  return correctPayout(roster, {
    ...{ closed, restated, replaces, closedManifest: manifestIn(closedManifest) },
    ...{ earlierOf: earlier.of, earlierSha256: earlier.sha256, deMinimisMinor },
    recoveryOf: recovery === undefined ? () => 'NOT_REQUESTED' : recoveryDecisions(recovery.name, recovery.text),
  });
}

/** The names of both files of a correction. */
export function correctionFiles({ closed: { period, pool }, restated }: Pick<CorrectionOf, 'closed' | 'restated'>) {
  const name = `${period.name}-v${restated.version}-${pool.name}`;
  return { amounts: `adjustment-${name}.csv`, manifest: `adjustment-manifest-${name}.json` } as const;
}

function manifestIn(text: string): Manifest {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null) return read as Manifest;
  } catch {
    // Whatever is wrong with it, it is no manifest.
  }
  throw new RefusedPayout('CLOSED_PAYOUT_DIFFERS', 'It is no manifest.');
}
