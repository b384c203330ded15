import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Insecurity } from '#libs/domain/insecurity.js';
import { isDemoIssuer } from '#libs/identity/demo-issuer.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { readAddress } from '#libs/postgres/address.js';
import type { Database } from '#libs/postgres/database.js';
import { findRights } from '#libs/postgres/find-rights.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';
import { boundsAtMost } from '#libs/runtime/bounds-settings.js';
import { systemClock } from '#libs/runtime/clock.js';
import { SECRET, secretsInEnvironment } from '#libs/runtime/config.js';
import { every } from '#libs/runtime/every.js';
import type { IdentityConfig } from '#libs/runtime/identity-settings.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { caseKey, databaseUrl, type ServiceConfig, serviceSettings } from '#libs/runtime/settings.js';
import { certificateInsecurities } from '#libs/security/certificates.js';
import { type DatabaseAddress, databaseInsecurities } from '#libs/security/database.js';
import { kafkaInsecurities } from '#libs/security/kafka.js';
import { publisherInsecurities, settingInsecurities } from '#libs/security/settings.js';
import { certificatesIn } from '#libs/tls/tls-material.js';
import type { TlsMaterial, TlsSource } from '#libs/tls/tls-source.js';
import { Insecurities } from './insecurities.js';

/** Until the issuer has answered, and for a minute at most, the pause stays short; then it doubles up to a minute. */
const LOOK_MS = 2_000;
const IDLE_MS = 60_000;
const SHORT_PAUSES = 30;

export interface WatchInsecuritiesOptions {
  readonly database: Pick<Database, 'query'>;
  readonly migrations: readonly MigrationSet[];
  readonly tls: TlsSource;
  readonly metrics: Pick<Metrics, 'insecure'>;
  /** Whether a version of the document access holds; until one does, CX_FIRST_PUBLISHERS decides who may publish. */
  readonly accessHolds: () => boolean;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The settings that say how secure a process is. */
export type SecurityConfig = ServiceConfig & {
  readonly CX_CASE_KEY?: Uint8Array;
  readonly CX_SIGNER?: string;
  readonly CX_WEBHOOK_HTTP?: boolean;
};

/** Looks at what is insecure about this process, at the start and every minute. A look that fails changes nothing. */
export async function watchInsecurities(
  { add, log }: Pick<Lifecycle, 'add' | 'log'>,
  config: SecurityConfig,
  { database, migrations, tls, metrics, accessHolds, env = process.env }: WatchInsecuritiesOptions,
): Promise<Insecurities> {
  const insecurities = new Insecurities({
    ...{ log, metrics, clock: systemClock },
    accepted: config.CX_ACCEPTED_INSECURITIES,
  });
  const [ofSettings, address] = [insecuritiesOfSettings(config, env), addressOf(config)];
  let isDemo: boolean | undefined;
  let looks = 0;
  const look = async () => {
    isDemo ??= await askIssuer(config).catch(() => undefined); // who calls with a token is told that it does not answer
    const demo: Insecurity[] = isDemo === true ? [{ reason: 'DEMO_ISSUER', detail: config.CX_OIDC_ISSUER }] : [];
    const rights = await findRights(database, migrations);
    insecurities.found([
      ...demo,
      ...certificateInsecurities(certificatesOf(tls.current), systemClock.now()),
      ...databaseInsecurities(rights, address),
      ...publisherInsecurities(config.CX_FIRST_PUBLISHERS, accessHolds()),
      ...ofSettings,
    ]);
    looks += 1;
    return isDemo === undefined && looks < SHORT_PAUSES;
  };
  const onError = (error: unknown) => log.warn({ error }, 'it could not be found out what is insecure');
  await add(
    'insecurities',
    () => every(LOOK_MS, look, { onError, idleMs: IDLE_MS }),
    (it) => it.stop(),
  );
  return insecurities;
}

function askIssuer({ CX_OIDC_ISSUER: issuer, CX_OIDC_CA_FILE: file }: IdentityConfig): Promise<boolean> {
  return isDemoIssuer(issuer, file === '' ? undefined : readFileSync(file, 'utf8'));
}

function certificatesOf({ certificate, authority }: TlsMaterial) {
  return { own: new X509Certificate(certificate), authorities: certificatesIn(authority) };
}

function addressOf(config: ServiceConfig): DatabaseAddress {
  const { client, tls, ssl } = readAddress(databaseUrl(config));
  return { host: client.host ?? '', tls, isVerified: typeof ssl === 'object' && ssl.rejectUnauthorized === true };
}

/** As they were at the start. A password that was replaced since then is not looked at again. */
function insecuritiesOfSettings(config: SecurityConfig, env: NodeJS.ProcessEnv): readonly Insecurity[] {
  const databasePassword = decodeURIComponent(new URL(databaseUrl(config)).password);
  const isInAddress = config.CX_DATABASE_PASSWORD === '' && databasePassword !== '';
  const CX_SIGNING_KEYS = z.string().meta(SECRET);
  const schema = z.object({ ...serviceSettings(0), CX_CASE_KEY: caseKey(), CX_SIGNING_KEYS });
  return [
    ...kafkaInsecurities({
      brokers: config.KAFKA_BROKERS,
      isEncrypted: config.KAFKA_TLS === 'yes',
      isProven: config.KAFKA_SASL_MECHANISM !== 'none' || config.KAFKA_TLS_CERTIFICATE !== '',
    }),
    ...settingInsecurities({
      caseKey: config.CX_CASE_KEY,
      passwords: {
        [isInAddress ? 'CX_DATABASE_URL' : 'CX_DATABASE_PASSWORD']: databasePassword,
        KAFKA_SASL_PASSWORD: config.KAFKA_SASL_PASSWORD,
      },
      inEnvironment: secretsInEnvironment(schema, env).filter((name) => name !== 'CX_DATABASE_URL' || isInAddress),
      boundsOff: boundsAtMost(config),
      signer: config.CX_SIGNER,
      webhookHttp: config.CX_WEBHOOK_HTTP,
    }),
  ];
}
