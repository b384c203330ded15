import { z } from 'zod';
import { isSource, SOURCE_FORM, type Source } from '#libs/domain/source.js';
import { boundsSettings } from './bounds-settings.js';
import { ConfigError, SECRET } from './config.js';
import { identitySettings } from './identity-settings.js';
import { kafkaSettings } from './kafka-settings.js';
import { securitySettings } from './security-settings.js';

const port = z.coerce.number('a port is a whole number from 0 to 65535').int().min(0).max(65_535);

const NOT_AN_ADDRESS =
  'it is not a postgres:// address; a password with special characters belongs into CX_DATABASE_PASSWORD';

/**
 * The settings that every process of this product reads from its environment. A service adds its own:
 * `z.object({ ...serviceSettings(7103), CX_CASE_KEY: caseKey() })`.
 *
 * @param grpcPort  default of the gRPC port; the default of the HTTP port is 100 higher
 */
export function serviceSettings(grpcPort: number) {
  return {
    CX_HOST: z
      .string()
      .default('127.0.0.1')
      .transform((host) => host.replace(/^\[(.*)\]$/, '$1')) // an IPv6 address may come in brackets
      .describe('the address to listen on; :: is all addresses, those of IPv4 too'),
    CX_GRPC_PORT: port.default(grpcPort).describe('the port of the gRPC API'),
    CX_HTTP_PORT: port.default(grpcPort + 100).describe('the port of metrics and health'),
    CX_DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: NOT_AN_ADDRESS })
      .meta(SECRET)
      .describe('postgres://...'),
    CX_DATABASE_PASSWORD: z
      .string()
      .default('')
      .meta(SECRET)
      .describe('the password for CX_DATABASE_URL as it is, when the address holds none'),
    CX_MIGRATE: z
      .enum(['start', 'wait'])
      .default('start')
      .describe(
        'start: this process brings its tables to the newest version when it starts; wait: another one does (`main.js migrate`), by a role of its own, and this one waits for it',
      ),
    CX_INSTALLATION: z.uuid('it is not a UUID').describe('the UUID of this company'),
    ...identitySettings(),
    ...kafkaSettings(),
    CX_UPSTREAMS: upstreams().describe('JSON: {"ordering":"127.0.0.1:7101", ...}, departments of your own too'),
    CX_LINGER_MS: z.coerce
      .number()
      .int()
      .min(0)
      .max(20_000)
      .default(5_000)
      .describe(
        'milliseconds for which it still takes calls after it was asked to stop, so that load balancers notice',
      ),
    CX_REDRIVE: z
      .enum(['readable', 'all'])
      .default('readable')
      .describe('quarantined batches to retry at the start: readable, or all, with those that crashed the process'),
    CX_DATA_FOLDER: z
      .string()
      .default('')
      .describe(
        'a folder on the disk of PostgreSQL or Kafka, when that is on this machine; its free space is exported',
      ),
    ...boundsSettings(),
    ...securitySettings(),
    CX_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('debug, info, warn or error'),
  };
}

/** The values of `serviceSettings`. */
export type ServiceConfig = z.infer<z.ZodObject<ReturnType<typeof serviceSettings>>>;

/**
 * The address of the database with its password. A password of its own may hold any character; in an address, `@ : / ? # %` and
 * spaces are written as percent codes.
 *
 * @throws {ConfigError} for two passwords, and for an address that has no user or host to which the password belongs
 */
export function databaseUrl(config: Pick<ServiceConfig, 'CX_DATABASE_URL' | 'CX_DATABASE_PASSWORD'>): string {
  if (config.CX_DATABASE_PASSWORD === '') return config.CX_DATABASE_URL;
  const url = new URL(config.CX_DATABASE_URL);
  if (url.password !== '') {
    throw new ConfigError(['CX_DATABASE_URL and CX_DATABASE_PASSWORD both hold a password; remove one of them.']);
  }
  if (url.username === '' || url.hostname === '') {
    throw new ConfigError([
      'CX_DATABASE_URL names no user and host for CX_DATABASE_PASSWORD: postgres://user@host/db.',
    ]);
  }
  url.password = encodeURIComponent(config.CX_DATABASE_PASSWORD);
  return url.href;
}

/** The key that case refs are made with, 32 bytes. Departments and survey have it, scoring never does. */
export function caseKey() {
  return z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'it is not 64 hexadecimal digits')
    .transform((hex) => Buffer.from(hex, 'hex'))
    .meta(SECRET)
    .describe('the key of the case refs, 64 hexadecimal digits');
}

/** Of a service that seals batches. It has an effect on an empty database only, so it may stay in the environment. */
export function databaseLost() {
  return z
    .enum(['no', 'yes'])
    .default('no')
    .transform((word) => word === 'yes')
    .describe(
      'yes: this empty database replaces one that was lost without a backup, and feeds report, or the company publishes, everything again',
    );
}

function upstreams() {
  const service = z
    .string()
    .refine((name) => name === 'scoring' || isSource(name), `it names scoring or a department; ${SOURCE_FORM}`);
  const addresses = z.record(service, z.string());
  return z
    .string()
    .default('{}')
    .transform((json, context) => {
      try {
        return JSON.parse(json) as unknown;
      } catch {
        context.addIssue('it is not JSON');
        return z.NEVER;
      }
    })
    .pipe(addresses)
    .transform((checked) => checked as Readonly<Partial<Record<Source | 'scoring', string>>>);
}
