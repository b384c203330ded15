import type { Audit, AuditEntry, AuditOutcome } from '#libs/grpc/access/audit.js';
import type { Entry, Facts, Who } from '../chain/entry.js';
import type { AuditLog } from '../record/audit-log.js';
import { resourceOf } from '../record/resource.js';
import { safeEntry } from '../record/safe-entry.js';

/** Puts the calls of a server on record, as its interceptor reports them. Nothing of a request goes in but checked parts of resource names. */
export function auditedCalls(
  log: Pick<AuditLog, 'began' | 'ended' | 'read' | 'denied'>,
  { knowsDepartment }: { readonly knowsDepartment: (name: string) => boolean },
): Audit {
  const entry = (event: Entry['event'], call: AuditEntry, outcome?: AuditOutcome): Entry =>
    safeEntry({
      event,
      who: whoOf(call),
      what: { call: `${call.service}/${call.method}`, resource: resourceOf(call.resources, knowsDepartment) },
      requestId: call.requestId,
      before: factsOf(outcome?.before),
      after: factsOf(outcome?.after),
      outcome: outcome && { code: outcome.code, reason: outcome.reason },
    });
  return {
    began: (call) =>
      call.audited === 'READING_OF_OTHERS' ? log.read(entry('READ', call)) : log.began(entry('BEGAN', call)),
    ended: async (call, outcome) => {
      if (call.audited !== 'READING_OF_OTHERS') await log.ended(entry('ENDED', call, outcome));
    },
    denied: async (call, outcome) => log.denied(entry('DENIED', call, outcome)),
  };
}

function whoOf({ caller, roles }: AuditEntry): Who {
  if (caller === undefined) return { name: '', kind: 'unknown', roles: [] };
  return { name: caller.name, kind: caller.kind, roles };
}

/** What a handler stated: its words, numbers and hashes. Anything else is left out. */
function factsOf(stated: unknown): Facts | undefined {
  if (typeof stated !== 'object' || stated === null) return undefined;
  const facts = Object.entries(stated).flatMap(([key, value]) => {
    if (typeof value === 'number') return [[key, BigInt(Math.trunc(value))] as const];
    if (value instanceof Uint8Array) return [[key, Buffer.from(value).toString('hex')] as const];
    return typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean'
      ? [[key, value] as const]
      : [];
  });
  return Object.fromEntries(facts);
}
