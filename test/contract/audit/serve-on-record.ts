import type { ServerCredentials } from '@grpc/grpc-js';
import { AuditServiceService } from '#libs/contracts/cx/audit/v1/audit.js';
import type { BindingsOf, Identify } from '#libs/grpc/access/caller.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { startServer } from '#libs/grpc/server.js';
import { callsCountedBy } from '#libs/metrics/calls.js';
import { createMetrics, type Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { openAudit } from '#libs/process/open-audit.js';
import { reportBounds } from '#libs/process/report-bounds.js';
import { systemClock } from '#libs/runtime/clock.js';
import { ResourceStack } from '#libs/runtime/lifecycle.js';
import { createLog, type Log } from '#libs/runtime/log.js';

/** What a server proves its callers by. */
interface Callers {
  readonly credentials: ServerCredentials;
  readonly identify: Identify;
  readonly bindingsOf: BindingsOf;
}

export interface ServeOnRecordOptions {
  /** Its tables are made. */
  readonly database: Database;
  /** What its process is called: "scoring", or the department. */
  readonly server: string;
  readonly services: readonly ServedService[];
  readonly callers: (log: Log, metrics: Metrics) => Callers;
}

const DEPARTMENTS = ['ordering', 'warehouse', 'delivery', 'support', 'survey', 'product'];

/** Services with audit log, metrics and log as their process has them, on a real socket. */
export async function serveOnRecord({ database, server: name, services, callers }: ServeOnRecordOptions) {
  const logged: string[] = [];
  const resources = new ResourceStack(new AbortController().signal);
  const log = createLog(name, 'debug', (line) => logged.push(line));
  const lifecycle = { add: resources.add.bind(resources), stopping: resources.stopping, log };
  const metrics = createMetrics(name, { withProcess: false });
  const knowsDepartment = (one: string) => DEPARTMENTS.includes(one);
  const audit = await openAudit(lifecycle, { database, metrics, server: name, knowsDepartment });
  const others = services.filter(({ definition }) => definition !== AuditServiceService);
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, services: [...others, audit.service], audit: audit.audit },
    ...callers(log, metrics),
    department: name === 'scoring' ? undefined : name,
    metrics: callsCountedBy(metrics),
    onBound: reportBounds(metrics, log, systemClock),
    onBug: (error) => log.error({ error }, 'a bug: a call failed'),
  });
  return {
    ...{ audit, metrics, logged, port: server.port },
    /** Ends the server. What the audit log had only counted is written. */
    close: async () => {
      await server.drain(500);
      await resources.stopAll(() => {});
    },
  };
}
