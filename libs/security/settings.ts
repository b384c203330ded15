import type { Insecurity } from '#libs/domain/insecurity.js';

/** What the settings of a process say about its secrets and its bounds. */
export interface SecuritySettings {
  /** 32 bytes; undefined for scoring, which has none. */
  readonly caseKey: Uint8Array | undefined;
  /** By the name of the setting; an empty one is not used. */
  readonly passwords: Readonly<Record<string, string>>;
  /** The settings with a secret that stand in the environment and not in a file. */
  readonly inEnvironment: readonly string[];
  /** The bounds that are set to the largest value that they take. */
  readonly boundsOff: readonly string[];
  /** The address of the signer; empty when there is none, undefined for a process that closes nothing. */
  readonly signer?: string | undefined;
  /** Whether messages to subscribers may be sent without TLS; undefined for a process that sends none. */
  readonly webhookHttp?: boolean | undefined;
}

/** Shorter ones can be tried through by a program that reaches the server. */
const SHORTEST = 12;
/** Long enough, and tried first. */
const TRIED_FIRST: ReadonlySet<string> = new Set([
  'changeme1234',
  'passwordpassword',
  'postgrespassword',
  'administrator',
]);
/** 32 random bytes have fewer different ones once in more than 10^20 keys. */
const FEWEST_BYTES = 12;

/** What is insecure about the settings of a process. No detail holds a value of a setting. */
export function settingInsecurities(settings: SecuritySettings): readonly Insecurity[] {
  const { caseKey, passwords, inEnvironment, boundsOff, signer, webhookHttp } = settings;
  const guessable = Object.entries(passwords).filter(([, value]) => value !== '' && isGuessable(value));
  return [
    ...(caseKey !== undefined && isRegular(caseKey) ? one('CASE_KEY_GUESSABLE', ['CX_CASE_KEY']) : []),
    ...one(
      'PASSWORD_GUESSABLE',
      guessable.map(([name]) => name),
    ),
    ...one('SECRET_IN_ENVIRONMENT', inEnvironment),
    ...one('CLOSES_UNSIGNED', signer === '' ? ['CX_SIGNER'] : []),
    ...one('WEBHOOKS_UNENCRYPTED', webhookHttp === true ? ['CX_WEBHOOK_HTTP'] : []),
    ...one('BOUND_SWITCHED_OFF', boundsOff),
  ];
}

/**
 * What is insecure about who may publish the documents of the company.
 *
 * @param accessHolds  whether a version of the document access holds; then CX_FIRST_PUBLISHERS has no effect
 */
export function publisherInsecurities(firstPublishers: readonly string[], accessHolds: boolean): readonly Insecurity[] {
  return one('FIRST_PUBLISHERS_DECIDE', accessHolds ? [] : firstPublishers);
}

function one(reason: Insecurity['reason'], names: readonly string[]): readonly Insecurity[] {
  return names.length === 0 ? [] : [{ reason, detail: names.join(', ') }];
}

function isGuessable(password: string): boolean {
  return password.length < SHORTEST || TRIED_FIRST.has(password.toLowerCase()) || new Set(password).size < 5;
}

/** Few different bytes, or bytes that climb by equal steps: 00 01 02 ... */
function isRegular(key: Uint8Array): boolean {
  const steps = new Set([...key.subarray(1)].map((byte, at) => (byte - (key[at] ?? 0)) & 0xff));
  return new Set(key).size < FEWEST_BYTES || steps.size === 1;
}
