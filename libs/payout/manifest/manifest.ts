import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { amountText, CURRENCY_TABLE, currencyExponent } from '#libs/domain/currency.js';
import { type Fraction, fractionText, reduced } from '#libs/domain/fraction.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Allocation } from '../allocate/allocate.js';
import { TIE_BREAK } from '../allocate/share-out-by-hash.js';
import type { DepartmentFactor } from '../factor/department-factor.js';
import { type PayPlan, type Pool, STEPS } from '../plan.js';

/** PAYABLE only of a closed period, by a plan that bound before it began. */
export type Mark = 'PAYABLE' | 'SIMULATION';

/** What an allocation was made from. */
export interface AllocationInputs {
  readonly mark: Mark;
  readonly period: Pick<Period, 'name' | 'firstDay' | 'lastDay'>;
  /** "periods/2018-07/snapshots/1", and the hash of its content in hexadecimal digits. */
  readonly snapshot: { readonly name: string; readonly sha256: string };
  /** "documents/pay-plan/versions/2" or the file of a draft, and the hash of its meaning. */
  readonly plan: { readonly name: string; readonly sha256: string };
  readonly rules: PayPlan;
  readonly pool: Pool;
  /** In the order of the snapshot. */
  readonly factors: readonly DepartmentFactor[];
  readonly rosterSha256: string;
  /** `content_sha256` of the manifest that this one replaces. */
  readonly replaces?: string | undefined;
  /** Why it is not payable; empty of what is PAYABLE. */
  readonly notPayableReasons: readonly string[];
}

/** A record of texts, lists and records, as JSON holds it: every number is a text, so that no program rounds it. */
export type Manifest = Readonly<Record<string, unknown>>;

/**
 * The proof of an allocation without its roster: what it was made from, the totals, the one scale factor, how it was rounded, and hashes.
 * `content_sha256` is the hash of everything else; `signature` is empty until it is signed (`signedManifest`).
 *
 * @param fileSha256  of the file with the amounts
 */
export function manifestOf(inputs: AllocationInputs, allocation: Allocation, fileSha256: string): Manifest {
  const { pool, rules } = inputs;
  const money = (minor: bigint) => amountText(minor, pool.currency);
  const content = {
    format: 'cx-payout-manifest/1',
    mark: inputs.mark,
    notPayableReasons: inputs.notPayableReasons,
    ...{ period: inputs.period.name, firstDay: inputs.period.firstDay, lastDay: inputs.period.lastDay },
    ...{ snapshot: inputs.snapshot.name, snapshotSha256: inputs.snapshot.sha256 },
    ...{ plan: inputs.plan.name, planSha256: inputs.plan.sha256, steps: STEPS },
    ...{ pool: pool.name, entity: pool.entity, currency: pool.currency, currencyTable: CURRENCY_TABLE },
    currencyDecimals: currencyExponent(pool.currency),
    poolAmount: pool.amountMinor === undefined ? undefined : money(pool.amountMinor),
    payees: allocation.payees.length,
    askedMinor: text(allocation.askedMinor),
    scale: text(allocation.scale),
    ...{ rounding: rules.rounding, roundedBy: allocation.roundedBy, tieBreak: TIE_BREAK },
    paid: money(allocation.paidMinor),
    reserved: money(allocation.reservedMinor),
    left: allocation.leftMinor === undefined ? undefined : money(allocation.leftMinor),
    underSpend: allocation.underSpend,
    departments: inputs.factors.map(departmentOf),
    inputsSha256: sha256(canonicalJson({ factors: inputs.factors.map(departmentOf), plan: inputs.plan.sha256, pool })),
    ...{ rosterSha256: inputs.rosterSha256, fileSha256, replaces: inputs.replaces },
  };
  const json = JSON.parse(canonicalJson(content)) as Record<string, unknown>;
  return { ...json, content_sha256: sha256(canonicalJson(content)), signature: '' };
}

/** A signature over the hash of a manifest, with the public half of the key that made it. */
export interface ManifestSignature {
  readonly keyId: string;
  readonly purpose: string;
  readonly sha256: string;
  readonly signedAt: Instant;
  readonly signature: string;
  readonly key: { readonly publicKey: string; readonly from: Instant };
}

/** The manifest with its signature in the place that was empty. */
export function signedManifest(manifest: Manifest, { key, ...signature }: ManifestSignature): Manifest {
  const written = canonicalJson({ ...signature, publicKey: key.publicKey, keyFrom: key.from });
  return { ...manifest, signature: JSON.parse(written) as object };
}

/** The id of the key that signed a manifest; undefined of one that is not signed. */
export function signedBy({ signature }: Manifest): string | undefined {
  return typeof signature === 'object' && signature !== null ? String((signature as Manifest)['key_id']) : undefined;
}

/** A manifest as a file that people can read. */
export function manifestFile(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function departmentOf(factor: DepartmentFactor): object {
  return {
    department: factor.department,
    indexE4: factor.indexE4,
    outcome: factor.outcome,
    achievement: factor.achievement && text(factor.achievement),
    improvement: factor.improvement && text(factor.improvement),
    holdHarmless: factor.held && text(factor.held),
    ...{ floorApplied: factor.floorApplied, capApplied: factor.capApplied, onHold: factor.onHold },
    factor: text(factor.factor),
    gates: factor.gates.map(({ kind, limit, outcome, found, passed }) => ({ kind, limit, outcome, found, passed })),
  };
}

function text(exact: Fraction): string {
  return fractionText(reduced(exact));
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
