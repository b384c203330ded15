import { CxError } from '#libs/domain/error.js';
import { serviceName } from './service-name.js';
import { causeOf } from './unproven.js';

/** Begins every sentence about a server that is not the one that was meant. */
export const OTHER_SERVICE = 'another service answers';

/**
 * Why the server with this certificate is not the service that is meant; undefined when it is. An authority signs the certificates of all
 * services, so the host alone does not tell delivery from scoring.
 *
 * @param meant        "scoring", "delivery"
 * @param der          its certificate, believed already and for the host that was called
 * @param trustDomain  undefined: not known. Then the service may be of any, and a certificate that names no service passes: that of a proxy
 *                     in front of the services
 */
export function whyOther(meant: string, der: Uint8Array, trustDomain: string | undefined): string | undefined {
  try {
    const name = serviceName({ kind: 'trusted', der }, trustDomain);
    if (name === meant) return undefined;
    return `${OTHER_SERVICE}: ${meant} was meant, and the certificate is that of ${name}`;
  } catch (error) {
    if (!(error instanceof CxError)) throw error;
    if (trustDomain === undefined && causeOf(error) === 'CERTIFICATE_WITHOUT_NAME') return undefined;
    return `${OTHER_SERVICE}: ${meant} was meant. ${error.message}`;
  }
}
