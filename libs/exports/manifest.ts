import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Instant } from '#libs/domain/time.js';
import type { Exported, Mark } from './export-file.js';
import type { Profile } from './profile/profile.js';
import type { Frozen } from './rows/frozen.js';

/** A department that is not in a file, and why. */
export interface LeftOut {
  readonly department: string;
  readonly reasons: readonly string[];
}

/** The claim without which no file is PAYABLE. */
export interface ClaimProof {
  readonly requestId: string;
  readonly claimedBy: string;
  readonly claimedAt: Instant;
}

/** What a file was made from. */
export interface ExportInputs {
  readonly mark: Mark;
  readonly notPayableReasons: readonly string[];
  readonly frozen: Frozen;
  readonly profile: Profile;
  /** documents/export-profiles/versions/2 or the file of a draft, and the hash of its meaning. */
  readonly published: { readonly name: string; readonly sha256: string };
  readonly departments: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly file: string;
  /** Of an export of payees: the hash of the manifest of the allocation, and its control total. */
  readonly payout?: { readonly pool: string; readonly manifestSha256: string; readonly paid: string } | undefined;
  /** Of an export of deltas: the hash of the manifest of the correction, and its control totals. */
  readonly correction?:
    | {
        readonly pool: string;
        readonly manifestSha256: string;
        readonly postingPeriod: string;
        readonly paid: string;
        readonly netted: string;
        /** Payees of whom less is due and nothing is netted: the file has no row of them. */
        readonly reportedOnly: string;
      }
    | undefined;
}

type MadeFile = Extract<Exported, { readonly kind: 'file' }>;

/**
 * The proof that lies beside a file: from what it was made, counts, control totals, hashes, and the claim. Every number is a text.
 * `content_sha256` is the hash of everything else, in canonical JSON.
 */
export function exportManifest(inputs: ExportInputs, file: MadeFile, claim: ClaimProof | undefined): string {
  const { frozen, profile, published } = inputs;
  const content = {
    format: 'cx-export-manifest/1',
    ...{ mark: inputs.mark, notPayableReasons: inputs.notPayableReasons },
    ...{ period: frozen.period, firstDay: frozen.firstDay, lastDay: frozen.lastDay },
    ...{ snapshot: frozen.snapshot, snapshotSha256: frozen.contentSha256, state: frozen.state },
    ...{ profile: profile.name, purpose: profile.purpose, profiles: published.name, profilesSha256: published.sha256 },
    ...{ departments: inputs.departments, leftOut: inputs.leftOut, payout: inputs.payout },
    ...(inputs.correction !== undefined && { correction: inputs.correction }),
    ...{ file: inputs.file, fileSha256: sha256(file.bytes), fileBytes: file.bytes.length },
    ...{ rows: file.rows, totals: file.totals, claim },
  };
  const canonical = canonicalJson(content);
  const json = { ...(JSON.parse(canonical) as object), content_sha256: sha256(canonical) };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
