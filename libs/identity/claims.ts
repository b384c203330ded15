import { unproven } from './unproven.js';

/** A person or a feed, as the issuer of the token names them. */
export interface ProvenToken {
  readonly kind: 'token';
  readonly issuer: string;
  readonly subject: string;
  /** The program that asked for the token: of a feed its own name, of a person the one they use, "cx". */
  readonly client: string;
  /** As the issuer names them; empty when the token names none. */
  readonly groups: readonly string[];
}

/** What a token says. Its signature, issuer, audience, type and times were checked before. */
export type Claims = Readonly<Record<string, unknown>>;

const LONGEST_NAME = 255;
const MOST_GROUPS = 500;

/**
 * Who a verified token belongs to.
 *
 * @param groupsClaim  the claim that lists groups: "groups", or "realm_access.roles" for a list inside another claim
 * @throws {CxError}   CALLER_UNKNOWN with TOKEN_INCOMPLETE
 */
export function provenBy(claims: Claims, groupsClaim: string): ProvenToken {
  const [issuer, subject] = [nameIn(claims['iss']), nameIn(claims['sub'])];
  // RFC 9068 names the client in client_id; issuers from before it in azp.
  const client = nameIn(claims['client_id'] ?? claims['azp']);
  if (issuer === undefined || subject === undefined || client === undefined) throw unproven('TOKEN_INCOMPLETE');
  return { kind: 'token', issuer, subject, client, groups: groupsIn(claims, groupsClaim) };
}

function nameIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME ? value : undefined;
}

function groupsIn(claims: Claims, groupsClaim: string): readonly string[] {
  const found = claims[groupsClaim] ?? inside(claims, groupsClaim.split('.'));
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return [...new Set(list.flatMap((one) => nameIn(one) ?? []))].slice(0, MOST_GROUPS);
}

function inside(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, first);
  return isObject ? inside((value as Claims)[first], rest) : undefined;
}
