import { readFileSync } from 'node:fs';
import type { ClientCertificate, ProofCause } from '#libs/domain/proof.js';
import { IssuerKeys } from '#libs/identity/issuer-keys.js';
import { type ProvenCaller, prover } from '#libs/identity/prover.js';
import { keysOf } from '#libs/identity/read-keys.js';
import { serviceName } from '#libs/identity/service-name.js';
import { Tokens } from '#libs/identity/tokens.js';
import { causeOf } from '#libs/identity/unproven.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { MetricsTls } from '#libs/metrics/server.js';
import type { IdentityConfig } from '#libs/runtime/identity-settings.js';
import type { Log } from '#libs/runtime/log.js';

/** Finds out who calls, and counts and logs those who do not prove it. */
export interface Proof {
  /** @throws {CxError} CALLER_UNKNOWN with the fact `cause`, or ISSUER_UNAVAILABLE */
  prove(
    address: string,
    certificate: ClientCertificate,
    authorization: readonly (string | Uint8Array)[],
  ): Promise<ProvenCaller>;
  /** Counts and logs a refusal that was decided elsewhere. */
  readonly refused: (cause: ProofCause, address: string) => void;
}

/** A caller that is refused calls again. More than these many lines a minute say nothing new: the metric counts all. */
const LINES_A_MINUTE = 20;

/** By the settings of this process: services by certificates of its authorities, people and feeds by tokens of one issuer. */
export function proveCallers(
  log: Log,
  config: IdentityConfig,
  metrics: Pick<Metrics, 'callersUnprovenTotal' | 'issuerKeysRead'>,
): Proof {
  const { CX_TRUST_DOMAIN: trustDomain, CX_OIDC_ISSUER: issuer, CX_OIDC_CA_FILE: file } = config;
  const now = () => Date.now();
  const keys = new IssuerKeys({
    readKeys: keysOf(issuer, () => (file === '' ? undefined : readFileSync(file, 'utf8'))),
    now,
    onRead: (error) => {
      if (error === undefined) metrics.issuerKeysRead.set({}, now() / 1000);
      else log.warn({ issuer, error }, 'the keys of the issuer cannot be read; known keys stay in use');
    },
    onWithdrawn: () => tokens.forget(),
  });
  const tokens = new Tokens({
    issuer,
    audience: config.CX_OIDC_AUDIENCE,
    groupsClaim: config.CX_OIDC_GROUPS_CLAIM,
    keys,
    now,
  });
  const refused = refusalsIn(log, metrics, now);
  const prove = prover({ trustDomain, tokens });
  return {
    refused,
    prove: async (address, certificate, authorization) => {
      try {
        return await prove(certificate, authorization);
      } catch (error) {
        const cause = causeOf(error);
        if (cause !== undefined) refused(cause, address);
        throw error;
      }
    },
  };
}

/** The names of certificates that may read /metrics and /statusz. */
const READERS: ReadonlySet<string> = new Set(['prometheus', 'operator']);

/** Who may read figures on the HTTP port. A person reads them by `cx`, so no token is taken there. */
export function metricsReaders(
  { CX_TRUST_DOMAIN: trustDomain }: Pick<IdentityConfig, 'CX_TRUST_DOMAIN'>,
  refused: Proof['refused'],
): MetricsTls['refusal'] {
  return (certificate) => {
    try {
      const name = serviceName(certificate, trustDomain);
      if (READERS.has(name)) return undefined;
      return { code: 403, why: `the certificate of ${name} may not read this; that of prometheus or operator may` };
    } catch (error) {
      const cause = causeOf(error);
      if (cause === undefined) throw error;
      refused(cause, 'HTTP');
      return { code: 401, why: `${cause}: bring the certificate of prometheus or operator` };
    }
  };
}

function refusalsIn(log: Log, metrics: Pick<Metrics, 'callersUnprovenTotal'>, now: () => number) {
  let [minute, lines] = [0, 0];
  return (cause: ProofCause, address: string) => {
    metrics.callersUnprovenTotal.inc({ cause });
    const current = Math.floor(now() / 60_000);
    if (current !== minute) [minute, lines] = [current, 0];
    lines += 1;
    if (lines <= LINES_A_MINUTE) log.warn({ cause, address }, 'a caller was refused: it did not prove who it is');
  };
}
