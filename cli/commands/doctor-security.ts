import type { Insecurity, SecurityStatus } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Finding } from './doctor-transport.js';

/** What one process that answers knows about itself. */
export interface SecurityOf {
  readonly process: string;
  /** Undefined when it does not say: it is of an older version, or the caller is neither operator nor auditor. */
  readonly security: SecurityStatus | undefined;
}

/**
 * One line for each reason, with the processes and what to do. A reason that the operator accepts is "ok" and shown all the same; every
 * other one is "!!", and so is a process that does not say it.
 */
export function securityFindings(all: readonly SecurityOf[]): Finding[] {
  const silent = all.filter(({ security }) => security?.checkedAt === undefined).map(({ process }) => process);
  const pairs = all.flatMap(({ process, security }) =>
    (security?.insecurities ?? []).map((insecurity) => ({ process, insecurity })),
  );
  const reasons = [...new Set(pairs.map(({ insecurity }) => insecurity.reason))];
  const findings = reasons.map((reason) => findingOf(pairs.filter(({ insecurity }) => insecurity.reason === reason)));
  if (silent.length === 0) return findings;
  const text = `${silent.join(', ')}: not known yet. An operator or auditor asks some seconds after the start`;
  return [...findings, { sign: '!!', text }];
}

type Pair = { readonly process: string; readonly insecurity: Insecurity };

function findingOf(pairs: readonly Pair[]): Finding {
  const { reason, sentence, cure } = pairs[0]?.insecurity ?? UNKNOWN;
  const isAccepted = pairs.every(({ insecurity }) => insecurity.accepted);
  const accepted = isAccepted ? ' Accepted by CX_ACCEPTED_INSECURITIES.' : '';
  return { sign: isAccepted ? 'ok' : '!!', text: `${reason}. ${sentence} ${cure} In ${placesOf(pairs)}.${accepted}` };
}

/** "ordering, delivery: https://127.0.0.1:7301; scoring: role cx": processes with the same detail stand together. */
function placesOf(pairs: readonly Pair[]): string {
  const details = [...new Set(pairs.map(({ insecurity }) => insecurity.detail))];
  return details
    .map((detail) => {
      const own = pairs.filter(({ insecurity }) => insecurity.detail === detail).map(({ process }) => process);
      return `${own.join(', ')}: ${detail}`;
    })
    .join('; ');
}

const UNKNOWN = { reason: '', sentence: '', cure: '' };
