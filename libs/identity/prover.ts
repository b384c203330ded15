import type { ClientCertificate } from '#libs/domain/proof.js';
import { bearerToken } from './bearer.js';
import type { ProvenToken } from './claims.js';
import { serviceName } from './service-name.js';
import type { Tokens } from './tokens.js';

/** A process of this installation. */
export interface ProvenService {
  readonly kind: 'service';
  readonly name: string;
}

/** Who sends a call, proven by a token or by the certificate of the connection. */
export type ProvenCaller = ProvenService | ProvenToken;

export interface ProverOptions {
  readonly trustDomain: string;
  readonly tokens: Pick<Tokens, 'verify'>;
}

/**
 * Finds out who sends a call. A token decides where one is sent: the connection may belong to a proxy or to a program that calls for
 * a person.
 *
 * @param authorization  what the metadata of the call hold under `authorization`
 * @throws {CxError}     CALLER_UNKNOWN with the fact `cause`, or ISSUER_UNAVAILABLE
 */
export type Prove = (
  certificate: ClientCertificate,
  authorization: readonly (string | Uint8Array)[],
) => Promise<ProvenCaller>;

/**
 * A connection gives the same object for its certificate with each call, so what it proves is read once. Reading takes longer than a
 * whole call.
 */
export function prover({ trustDomain, tokens }: ProverOptions): Prove {
  const services = new WeakMap<ClientCertificate, ProvenService>();
  return async (certificate, authorization) => {
    const token = bearerToken(authorization);
    if (token !== undefined) return tokens.verify(token);
    const known = services.get(certificate);
    if (known !== undefined) return known;
    const service = { kind: 'service', name: serviceName(certificate, trustDomain) } as const;
    services.set(certificate, service);
    return service;
  };
}
