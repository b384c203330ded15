import { CxError } from '#libs/domain/error.js';
import { isoInstant } from '#libs/domain/time.js';
import { type Manifest, manifestFile, signedManifest } from '#libs/payout/manifest/manifest.js';
import type { Database } from '#libs/postgres/database.js';
import type { SignFile } from '#libs/signing/keyed-signature.js';
import { addManifest, findManifest, type StandingManifest, standingManifest } from '../store/manifests.js';

/** What a manifest is kept and signed with. */
export interface Signing {
  readonly database: Database;
  readonly signManifest: SignFile;
}

/** Amounts or deltas, and the manifest that proves them. */
export interface Payout {
  readonly csv: string;
  readonly manifest: Manifest;
}

/** What is to be signed, once. */
export interface ToSign {
  readonly period: string;
  readonly pool: string;
  readonly mark: 'PAYABLE' | 'CORRECTION' | 'SIMULATION';
  /** The version that decided: periods/2018-07/snapshots/3. */
  readonly snapshot: string;
  /** `content_sha256` of the manifest that this one is to replace. */
  readonly replaces: string | undefined;
  /** Makes it, in the place of another one. */
  readonly make: (replaces: string | undefined) => Payout;
  /** The caller, as proven. */
  readonly madeBy: string;
}

export interface GivenPayout {
  readonly contentSha256: string;
  readonly amounts: string;
  /** The manifest as a file, with its signature. */
  readonly manifest: Buffer;
  /** It was made before. */
  readonly isRepeated: boolean;
}

/**
 * Has a manifest signed, once: the same again gets what was given then. Nothing is kept of the roster but its hash. Of two rosters for the same
 * version and pool the second is refused, unless it names the manifest that it replaces.
 *
 * @throws {CxError} PAYOUT_STANDS, HASH_INVALID, SIGNER_UNAVAILABLE; then nothing was stored
 */
export async function signOnce(signing: Signing, asked: ToSign): Promise<GivenPayout> {
  const first = await tryOnce(signing, asked);
  // Another call has added the same manifest, or one in its place, at this moment: it stands by now.
  const given = first ?? (await tryOnce(signing, asked));
  if (given !== undefined) return given;
  throw new CxError('PAYOUT_STANDS', 'another manifest was signed at this moment; read it, then ask again');
}

async function tryOnce({ database, signManifest }: Signing, asked: ToSign): Promise<GivenPayout | undefined> {
  const { period, pool, mark, snapshot, madeBy, make } = asked;
  const standing = mark === 'SIMULATION' ? undefined : await standingManifest(database, snapshot, pool);
  // The roster of the manifest that stands is sent again without a word of what that one had replaced.
  const replaces = mark === 'SIMULATION' ? undefined : (asked.replaces ?? standing?.replaces);
  const { csv, manifest } = make(replaces);
  const contentSha256 = String(manifest['content_sha256']);
  const known = await findManifest(database, contentSha256);
  if (known !== undefined && !known.isReplaced)
    return { contentSha256, amounts: csv, manifest: known.file, isRepeated: true };
  requirePlace(standing, asked.replaces);

  const signature = await signManifest(`periods/${period}/payouts/${pool}`, contentSha256);
  const file = Buffer.from(manifestFile(signedManifest(manifest, signature)));
  const rosterSha256 = String(manifest['roster_sha256']);
  const kept = { contentSha256, period, pool, mark, snapshot, rosterSha256, replaces, file, madeBy };
  if (!(await addManifest(database, kept))) return undefined;
  return { contentSha256, amounts: csv, manifest: file, isRepeated: false };
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
