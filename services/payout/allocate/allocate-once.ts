import { CxError } from '#libs/domain/error.js';
import { isoInstant } from '#libs/domain/time.js';
import { type AllocatedRoster, allocateRoster, type PayoutTerms } from '#libs/payout/close/allocate-roster.js';
import { manifestFile, signedManifest } from '#libs/payout/manifest/manifest.js';
import type { Payee } from '#libs/payout/roster/roster.js';
import type { Database } from '#libs/postgres/database.js';
import type { SignFile } from '#libs/signing/keyed-signature.js';
import { addManifest, findManifest, type StandingManifest, standingManifest } from '../store/manifests.js';

/** What a roster is allocated with. */
export interface Allocating {
  readonly database: Database;
  readonly signManifest: SignFile;
}

/** A checked roster, and by what it is shared out. */
export interface AskedAllocation {
  readonly roster: readonly Payee[];
  readonly terms: PayoutTerms;
  /** The caller, as proven. */
  readonly madeBy: string;
}

export interface GivenAllocation {
  readonly contentSha256: string;
  readonly amounts: string;
  /** The manifest as a file, with its signature. */
  readonly manifest: Buffer;
  /** It was made before. */
  readonly isRepeated: boolean;
}

/**
 * Allocates a roster and has its manifest signed, once: the same roster again gets what was given then. Nothing is kept of the roster but its
 * hash. Of two payable rosters for one period and pool the second is refused, unless it names the manifest that it replaces.
 *
 * @throws {CxError} PAYOUT_STANDS, HASH_INVALID, SIGNER_UNAVAILABLE; then nothing was stored
 * @throws {RefusedPayout} PERIOD_NOT_CLOSED, PLAN_BOUND_AFTER_START
 */
export async function allocateOnce(allocating: Allocating, asked: AskedAllocation): Promise<GivenAllocation> {
  const first = await tryOnce(allocating, asked);
  // Another call has added the same manifest, or one in its place, at this moment: it stands by now.
  const given = first ?? (await tryOnce(allocating, asked));
  if (given !== undefined) return given;
  throw new CxError('PAYOUT_STANDS', 'another manifest was signed at this moment; read it, then ask again');
}

async function tryOnce(
  { database, signManifest }: Allocating,
  { roster, terms, madeBy }: AskedAllocation,
): Promise<GivenAllocation | undefined> {
  const { period, pool, isSimulation } = terms;
  const standing = isSimulation ? undefined : await standingManifest(database, terms.frozen.snapshot.name, pool.name);
  // The roster of the manifest that stands is sent again without a word of what that one had replaced.
  const replaces = isSimulation ? undefined : (terms.replaces ?? standing?.replaces);
  const made = allocateRoster(roster, { ...terms, replaces });
  const contentSha256 = textIn(made, 'content_sha256');
  const known = await findManifest(database, contentSha256);
  if (known !== undefined && !known.isReplaced)
    return { contentSha256, amounts: made.csv, manifest: known.file, isRepeated: true };
  requirePlace(standing, terms.replaces);

  const { name } = terms.frozen.snapshot;
  const signature = await signManifest(`periods/${period.name}/payouts/${pool.name}`, contentSha256);
  const file = Buffer.from(manifestFile(signedManifest(made.manifest, signature)));
  const kept = { contentSha256, period: period.name, pool: pool.name, snapshot: name, replaces, file, madeBy };
  const hashed = { mark: textIn(made, 'mark'), rosterSha256: textIn(made, 'roster_sha256') };
  if (!(await addManifest(database, { ...kept, ...hashed }))) return undefined;
  return { contentSha256, amounts: made.csv, manifest: file, isRepeated: false };
}

/** @throws {CxError} PAYOUT_STANDS when a manifest stands that is not the one to be replaced; HASH_INVALID when none stands */
function requirePlace(standing: StandingManifest | undefined, replaces: string | undefined): void {
  if (standing === undefined && replaces === undefined) return;
  if (standing === undefined) {
    const message = 'no payable manifest of this period and pool stands that could be replaced';
    throw new CxError('HASH_INVALID', message, { field: 'replaces_sha256' });
  }
  if (standing.contentSha256 === replaces) return;
  const { contentSha256, madeBy, madeAt } = standing;
  const facts = { content_sha256: contentSha256, made_by: madeBy, made_at: isoInstant(madeAt) };
  const message = `${madeBy} had another roster signed at ${facts.made_at}: manifest ${contentSha256}`;
  throw new CxError('PAYOUT_STANDS', message, { field: 'replaces_sha256', facts });
}

function textIn({ manifest }: AllocatedRoster, field: string): string {
  return String(manifest[field]);
}
