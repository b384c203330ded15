import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_FILES } from '#deploy/prometheus/rule-files.js';
import type { TlsFileNames } from '#libs/tls/tls-files.js';
import { findPrometheus, startPrometheus } from './prometheus.js';

export interface PrometheusOutcome {
  /** One sentence for the screen. */
  readonly says: string;
  /** Undefined when there is none on this machine. */
  readonly stop: (() => Promise<void>) | undefined;
}

/** Starts a real Prometheus where one can be had; where not, says why in one sentence. */
export async function startPrometheusIfThere(options: {
  readonly dataDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly targets: Readonly<Record<string, string>>;
  readonly tls: TlsFileNames;
}): Promise<PrometheusOutcome> {
  const found = await findPrometheus();
  if ('reason' in found) return { says: `No Prometheus: ${found.reason}`, stop: undefined };
  try {
    const rules = RULE_FILES.map((file) => join(import.meta.dirname, '../..', file));
    const running = await startPrometheus({ ...options, rules, binary: found.prometheus });
    const alerts = rules.flatMap((file) => readFileSync(file, 'utf8').match(/- alert:/g) ?? []);
    return {
      says: `Prometheus ${running.url}, ${Object.keys(options.targets).length} targets, ${alerts.length} alert rules`,
      stop: running.stop,
    };
  } catch (error) {
    return { says: `No Prometheus: ${error instanceof Error ? error.message : error}`, stop: undefined };
  }
}
