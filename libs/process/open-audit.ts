import type { Head } from '#libs/audit/chain/line.js';
import { LogChecks } from '#libs/audit/check/log-checks.js';
import { auditService } from '#libs/audit/grpc/audit-service.js';
import { auditedCalls } from '#libs/audit/grpc/audited-calls.js';
import { AuditLog } from '#libs/audit/record/audit-log.js';
import type { AuditStore } from '#libs/audit/store/audit-store.js';
import { PostgresAuditStore } from '#libs/audit/store/postgres-audit-store.js';
import type { Audit } from '#libs/grpc/access/audit.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';

/** What the database did not take is tried again, and the head of another process of the same service is seen. */
const FLUSH_MS = 5_000;
const CHECK_MS = 24 * 3_600_000;
/** The first check waits, so that a process that starts first catches up with its work. */
const FIRST_CHECK_MS = 20_000;

export interface OpenedAudit {
  /** Puts calls on record. */
  readonly audit: Audit;
  /** Shows the log and checks it. */
  readonly service: ServedService;
  /** Head and last check, for /statusz. */
  readonly status: () => Promise<unknown>;
}

export interface AuditOptions {
  readonly database: Database;
  readonly metrics: Metrics;
  /** The process whose log it is: "scoring", "delivery". */
  readonly server: string;
  /** Whether the company has this department. */
  readonly knowsDepartment: (name: string) => boolean;
}

/** Opens the audit log of a process: it is written by every audited call, and its chain is checked once a day. */
export async function openAudit(
  lifecycle: Lifecycle,
  { database, metrics, server, knowsDepartment }: AuditOptions,
): Promise<OpenedAudit> {
  const { log: logger } = lifecycle;
  const store = new PostgresAuditStore(database, server);
  const onHead = (head: Head) => {
    checks.saw(head);
    show(metrics, head);
  };
  const log = new AuditLog({
    ...{ store, now: systemClock.now, onHead },
    onOwed: ({ waiting, lost }) => {
      metrics.auditLinesWaiting.set({}, waiting);
      metrics.auditLinesLost.set({}, lost);
    },
    onFailure: (error) => logger.warn({ error }, 'the audit log could not be written'),
  });

  let last: unknown;
  const checks = new LogChecks(store, (found) => {
    last = { at: new Date(systemClock.now()).toISOString(), ...shown(found.head), broken: found.broken };
    metrics.auditBrokenPosition.set({}, Number(found.broken?.position ?? 0n));
    if (found.broken === undefined) metrics.auditCheckLastSuccess.set({}, systemClock.now() / 1000);
    else logger.error({ fault: found.broken.fault, position: found.broken.position }, 'the audit log is broken');
  });
  const newest = newestLine(store, metrics);
  const flush = async () => {
    await log.flush();
    const head = await store.head();
    onHead(head);
    await newest(head);
  };
  await lifecycle.add(
    'audit log',
    () => every(FLUSH_MS, flush, { onError: (error) => logger.warn({ error }, 'reading the audit log failed') }),
    async (it) => {
      await it.stop();
      await log.flush(true);
    },
  );
  await lifecycle.add(
    'audit check',
    () =>
      every(CHECK_MS, () => checks.run(), {
        onError: (error) => logger.warn({ error }, 'checking the audit log failed'),
        firstAfterMs: FIRST_CHECK_MS,
      }),
    (it) => it.stop(),
  );
  return {
    audit: auditedCalls(log, { knowsDepartment }),
    service: auditService({ server, store, verify: (remembered) => checks.run(remembered) }),
    status: async () => ({ ...shown(await store.head()), check: last }),
  };
}

function shown({ position, hash }: Head) {
  return { position, hash: hash.toString('hex') };
}

/** Shows when the newest line was written; a head that was shown before is not looked up again. */
function newestLine(store: Pick<AuditStore, 'linesAfter'>, metrics: Pick<Metrics, 'auditHeadWritten'>) {
  let shown = 0n;
  return async ({ position }: Head) => {
    if (position === shown) return;
    const [line] = await store.linesAfter(position - 1n, 1);
    if (line === undefined) return;
    shown = position;
    const { at } = JSON.parse(line.text) as { readonly at: string };
    metrics.auditHeadWritten.set({}, Date.parse(at) / 1000);
  };
}

/** A double holds 48 bits exactly, so Prometheus remembers which line was the head. */
const HASH_BYTES = 6;

function show(metrics: Metrics, { position, hash }: Head): void {
  metrics.auditHeadPosition.set({}, Number(position));
  metrics.auditHeadHash.set({}, hash.readUIntBE(0, HASH_BYTES));
}
