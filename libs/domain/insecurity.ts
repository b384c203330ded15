import type { Instant } from './time.js';

/** What a reason means, and what the operator does about it; both are sentences. */
interface InsecuritySpec {
  readonly says: string;
  readonly cure: string;
}

const spec = (says: string, cure: string): InsecuritySpec => ({ says, cure });

/**
 * Everything by which a process is less secure than it could be. The one closed list: docs/security.md is printed from it. The process
 * works all the same: who may call, and what it counts, do not depend on any of these.
 */
export const INSECURITIES = {
  DEMO_ISSUER: spec(
    'The issuer of tokens is the demo issuer of npm start, which asks people for no password: a user who can read its data folder may act for each of them.',
    'Set CX_OIDC_ISSUER to the issuer of the company.',
  ),
  DEMO_AUTHORITY: spec(
    'The process believes certificates of the small authority that npm start makes: a user who can read its data folder may make one for any service.',
    'Set CX_TLS_CA_FILE and CX_TLS_CERTIFICATE_FILE to certificates of an authority of the company.',
  ),
  CERTIFICATE_SELF_SIGNED: spec(
    'The certificate of the process signed itself, so each caller has to believe this one certificate.',
    'Let an authority sign the certificate of CX_TLS_CERTIFICATE_FILE.',
  ),
  CERTIFICATE_ENDS_SOON: spec(
    'A certificate of the process ends in less than two weeks; then every connection is refused.',
    'Renew the files of CX_TLS_CERTIFICATE_FILE, CX_TLS_KEY_FILE and CX_TLS_CA_FILE.',
  ),
  CASE_KEY_GUESSABLE: spec(
    'The key of the case refs repeats few bytes, so the orders behind case refs can be guessed.',
    'Start a new installation with a CX_CASE_KEY_FILE of 32 random bytes; the key of an installation never changes.',
  ),
  PASSWORD_GUESSABLE: spec(
    'A password is shorter than 12 characters, or is one that is tried first.',
    'Set a random password of 24 characters or more.',
  ),
  SECRET_IN_ENVIRONMENT: spec(
    'A secret comes as an environment variable, which shows in crash reports and in the description of a container.',
    'Write it into a file that only the process may read, and set the same name with _FILE.',
  ),
  DATABASE_ROLE_IS_SUPERUSER: spec(
    'The process logs in to PostgreSQL as a superuser, for which no rule of the database holds.',
    'Create roles with deploy/postgres/roles.sql and name that of the service in CX_DATABASE_URL.',
  ),
  DATABASE_ROLE_BYPASSES_ROWS: spec(
    'The role of the process may bypass row-level security.',
    'alter role ... nobypassrls; deploy/postgres/roles.sql creates roles without it.',
  ),
  DATABASE_ROLE_OWNS_TABLES: spec(
    'The role of the process owns its tables, so it may change and drop them.',
    'Split the roles with deploy/postgres/roles.sql, migrate with main.js migrate, and set CX_MIGRATE=wait.',
  ),
  DATABASE_ROLE_MAY_REWRITE: spec(
    'The role of the process may change or delete rows of tables to which it only adds.',
    'Grant again what it needs and no more: main.js migrate with CX_SERVICE_ROLE.',
  ),
  DATABASE_UNENCRYPTED: spec(
    'The connection to PostgreSQL leaves this machine without TLS.',
    'Add sslmode=verify-full and sslrootcert to CX_DATABASE_URL.',
  ),
  DATABASE_UNVERIFIED: spec(
    'The connection to PostgreSQL leaves this machine, and the process does not check which server answers.',
    'Add sslmode=verify-full and sslrootcert to CX_DATABASE_URL.',
  ),
  BROKERS_UNENCRYPTED: spec(
    'Connections to Kafka leave this machine without TLS.',
    'Set KAFKA_TLS=yes, and name a listener with TLS in KAFKA_BROKERS.',
  ),
  BROKERS_WITHOUT_LOGIN: spec(
    'The brokers of Kafka are on other machines, and the process neither logs in nor brings a certificate: every client there may write what it writes.',
    'Set KAFKA_SASL_MECHANISM with user and password, or KAFKA_TLS_CERTIFICATE_FILE and KAFKA_TLS_KEY_FILE.',
  ),
  FIRST_PUBLISHERS_DECIDE: spec(
    'No version of the document access holds, so everyone whom CX_FIRST_PUBLISHERS names may publish documents.',
    'Publish the document access; from its first day on the setting has no effect.',
  ),
  CLOSES_UNSIGNED: spec(
    'No signer is named, so closed periods are not signed: who can write the database and the bundles could make another result pass for the closed one.',
    'Start services/signer with a key of cx key make, and set CX_SIGNER to its address (docs/signatures.md).',
  ),
  WEBHOOKS_UNENCRYPTED: spec(
    'Messages to subscribers may be sent without TLS, so they can be read on their way.',
    'Remove CX_WEBHOOK_HTTP, and let the document webhooks name https URLs.',
  ),
  BOUND_SWITCHED_OFF: spec(
    'A bound is set to the largest value that it takes, so one caller can use up the process.',
    'Remove the setting, or set it to what the callers need (docs/bounds.md).',
  ),
} satisfies Readonly<Record<string, InsecuritySpec>>;

export type InsecurityReason = keyof typeof INSECURITIES;

export const INSECURITY_REASONS = Object.keys(INSECURITIES) as readonly InsecurityReason[];

/** One reason why a process is insecure now. */
export interface Insecurity {
  readonly reason: InsecurityReason;
  /** What exactly: a setting, a role, a host. It holds no value of a secret. */
  readonly detail: string;
}

/** What a process knows about itself. */
export interface SecurityReport {
  /** When it looked last; undefined until it has looked once. */
  readonly checkedAt: Instant | undefined;
  /** In the order of the list. */
  readonly standing: readonly (Insecurity & { readonly accepted: boolean })[];
}
