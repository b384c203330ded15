import { existsSync, readFileSync } from 'node:fs';
import type { RemoteSigner } from '#libs/clients/remote-signer.js';
import type { Source } from '#libs/domain/source.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { SignFile } from '#libs/signing/keyed-signature.js';
import type { SealRestated } from '../adjustments/post-adjustment.js';
import type { PublishedRulesets } from '../documents/published-rulesets.js';
import { bonusService } from '../grpc/bonus/bonus-service.js';
import { exportService } from '../grpc/exports/export-service.js';
import { periodService } from '../grpc/periods/period-service.js';
import { recordService } from '../grpc/records/record-service.js';
import { recordsAlongside } from '../records/add-alongside.js';
import type { Engine } from '../records/record.js';
import { recordsOfClose } from '../records/records-of-close.js';
import { recordsOfRestated } from '../records/records-of-restated.js';

export interface BonusServicesOptions {
  readonly database: Database;
  readonly rulesets: PublishedRulesets;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Undefined when the installation names none: then closed periods are not signed. */
  readonly signer: RemoteSigner | undefined;
  /** The departments that this installation knows; asked again at each call. */
  readonly departments: () => readonly Source[];
}

/** What HR asks: periods are frozen and closed with their records, records are given out with what proves them, and exports are claimed. */
export function bonusServices(options: BonusServicesOptions): ServedService[] {
  const { database, rulesets, metrics, clock, departments, signer } = options;
  const engine = engineOf();
  const alongside = recordsAlongside(engine, () => rulesets.documents);
  const seal = recordsOfClose(engine, () => rulesets.documents, signerOf({ signer, metrics }));
  return [
    bonusService({ database, metrics, rulesets, clock, engine: `${engine.name} ${engine.version}`, alongside }),
    periodService({ database, rulesets, clock, departments, seal }),
    recordService({ database, metrics, rulesets }),
    exportService({ database, metrics, rulesets, clock }),
  ];
}

/** What a posting stores beside its restated version: its records, signed. */
export function recordsOfPostings(
  rulesets: Pick<PublishedRulesets, 'documents'>,
  signing: Pick<BonusServicesOptions, 'signer' | 'metrics'>,
): SealRestated {
  return recordsOfRestated(engineOf(), () => rulesets.documents, signerOf(signing));
}

/** "cx-index 0.2.0" */
export function engineName(): string {
  const { name, version } = engineOf();
  return `${name} ${version}`;
}

/** A close or a posting that is refused for want of a signature is counted. */
function signerOf({ signer, metrics }: Pick<BonusServicesOptions, 'signer' | 'metrics'>): SignFile | undefined {
  if (signer === undefined) return undefined;
  return (...root) =>
    signer.signRoot(...root).catch((error: unknown) => {
      metrics.signingFailuresTotal.inc({});
      throw error;
    });
}

/** What computes a record, as it stands in it. Only a build knows the hash of its sources. */
function engineOf(): Engine {
  const top = new URL('../../../', import.meta.url);
  const { name, version } = JSON.parse(readFileSync(new URL('package.json', top), 'utf8')) as Engine;
  const sources = new URL('sources.sha256', top);
  if (!existsSync(sources)) return { name, version };
  return { name, version, sourceSha256: readFileSync(sources, 'utf8').trim() };
}
