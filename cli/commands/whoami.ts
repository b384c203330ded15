import type { Command } from '../command.js';
import { actingFor } from '../session/acting.js';
import { readIssuer } from '../session/issuer.js';
import { personToken } from '../session/tokens.js';

/** Whom a token belongs to, as it says itself. `cx` does not check it: the services do. */
export interface TokenOwner {
  readonly subject: string;
  readonly groups: readonly string[];
  /** ISO 8601, UTC. */
  readonly until: string;
}

/** `cx whoami`: for whom `cx` acts. */
export const whoami: Command = {
  parameters: '',
  description: 'Shows for whom cx acts: the issuer, the person, the groups, and until when the token is good.',
  example: 'cx whoami',
  run: async (call) => {
    const issuer = readIssuer(process.env);
    const token = await personToken(process.env, actingFor());
    const owner = whoIs(token);
    if (call.json) call.print(JSON.stringify({ issuer: issuer.url, ...owner }, undefined, 2));
    else {
      call.print(`${owner.subject} at ${issuer.url}${issuer.isDemo ? ' (demo issuer, not for production)' : ''}`);
      call.print(`groups: ${owner.groups.join(', ') || 'none'}`);
      call.print(`token good until ${owner.until}; cx renews it by itself`);
    }
    return 0;
  },
};

export function whoIs(token: string): TokenOwner {
  const [, payload = ''] = token.split('.');
  const claims = claimsIn(payload);
  const groups = Array.isArray(claims['groups']) ? claims['groups'].map(String) : [];
  return {
    subject: String(claims['sub'] ?? 'a person whom the token does not name'),
    groups,
    until: new Date(Number(claims['exp'] ?? 0) * 1000).toISOString(),
  };
}

function claimsIn(payload: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return {}; // an issuer may give tokens that only services can read
  }
}
