import { describe, expect, it } from 'vitest';
import type { TransportReason } from '#libs/domain/transport-fault.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { QUIET_MS, reporting, TransportFaults } from './transport-faults.js';

const TASK = 'consume_observations';
const error = (reason: TransportReason) => new TransportError(reason, 'cx.observations.delivery.v1', undefined);

describe('a fault of the transport', () => {
  it('stands in the log once, however often a consumer joins and falls off', () => {
    const { faults, lines } = watched();
    for (let attempt = 0; attempt < 100; attempt++) faults.report(TASK, error('CODEC_UNSUPPORTED'));
    expect(lines).toEqual(['warn CODEC_UNSUPPORTED']);
  });

  it('stands with its task, its reason and the instant it began', () => {
    const { faults, time } = watched();
    faults.report(TASK, error('CODEC_UNSUPPORTED'));
    time.now += 60_000;
    faults.report(TASK, error('CODEC_UNSUPPORTED'));
    const fault = { task: TASK, reason: 'CODEC_UNSUPPORTED', detail: 'cx.observations.delivery.v1', since: 1_000 };
    expect(faults.standing()).toEqual([fault]);
  });

  it('that changes is another fault, and two that alternate stand in the log once each', () => {
    const { faults, lines, time } = watched();
    for (let attempt = 0; attempt < 10; attempt++) {
      time.now += 1_000;
      faults.report(TASK, error('BROKER_UNREACHABLE'));
      faults.report(TASK, error('REPLICAS_MISSING'));
    }
    expect(lines).toEqual(['warn BROKER_UNREACHABLE', 'warn REPLICAS_MISSING']);
    expect(faults.standing()).toMatchObject([{ reason: 'REPLICAS_MISSING', since: 11_000 }]);
  });

  it('does not end when a consumer joins, reads a little and falls off again', () => {
    const { faults, lines, time } = watched();
    for (let attempt = 0; attempt < 10; attempt++) {
      faults.report(TASK, error('CODEC_UNSUPPORTED'));
      faults.report(TASK, undefined);
      time.now += QUIET_MS - 1;
      faults.report(TASK, undefined);
    }
    expect(lines).toEqual(['warn CODEC_UNSUPPORTED']);
    expect(faults.isDone(TASK)).toBe(false);
  });

  it('ends after five seconds without it, and is in the log again when it comes back', () => {
    const { faults, lines, time } = watched();
    faults.report(TASK, error('BROKER_UNREACHABLE'));
    faults.report(TASK, undefined);
    time.now += QUIET_MS;
    faults.report(TASK, undefined);
    expect(faults.standing()).toEqual([]);
    expect(faults.isDone(TASK)).toBe(true);
    faults.report(TASK, error('BROKER_UNREACHABLE'));
    expect(lines).toEqual(['warn BROKER_UNREACHABLE', 'info BROKER_UNREACHABLE', 'warn BROKER_UNREACHABLE']);
  });

  it('is a gauge while it stands, and no gauge when it does not', async () => {
    const { faults, time, gauge } = watched();
    expect(await gauge()).toEqual([]);
    faults.report(TASK, error('TOPIC_MISSING'));
    expect(await gauge()).toEqual([
      'cx_transport_fault_since_timestamp_seconds{task="consume_observations",reason="TOPIC_MISSING"} 1',
    ]);
    faults.report(TASK, undefined);
    time.now += QUIET_MS;
    faults.report(TASK, undefined);
    expect(await gauge()).toEqual([]);
  });

  it('of one task says nothing about another', () => {
    const { faults } = watched();
    faults.report('publish_indexes', undefined);
    faults.report(TASK, error('NOT_AUTHORIZED'));
    expect([faults.isDone('publish_indexes'), faults.isDone(TASK)]).toEqual([true, false]);
  });
});

describe('a task before its first report', () => {
  it('is not done, and nothing is wrong with it', () => {
    const { faults } = watched();
    expect([faults.isDone(TASK), faults.standing()]).toEqual([false, []]);
  });
});

describe('work that is reported', () => {
  it('reports an error of Kafka and passes it on', async () => {
    const { faults } = watched();
    const failing = reporting(faults, TASK, () => Promise.reject(error('REPLICAS_MISSING')));
    await expect(failing).rejects.toThrow('REPLICAS_MISSING');
    expect(faults.standing()).toMatchObject([{ reason: 'REPLICAS_MISSING' }]);
  });

  it('does not blame Kafka for an error of the database', async () => {
    const { faults } = watched();
    await expect(reporting(faults, TASK, () => Promise.reject(new Error('no database')))).rejects.toThrow();
    expect(faults.standing()).toEqual([]);
  });
});

/** Faults with a clock that the test moves, the lines of the log, and the series at /metrics. */
function watched() {
  const time = { now: 1_000 };
  const lines: string[] = [];
  const line = (level: string) => (facts: object) =>
    void lines.push(`${level} ${(facts as { reason?: string }).reason}`);
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const metrics = createMetrics('scoring', { withProcess: false });
  const faults = new TransportFaults({ log, metrics, clock: { now: () => time.now } });
  const gauge = async () => {
    const { text } = await metrics.exposition();
    return text.split('\n').filter((series) => series.startsWith('cx_transport_fault_since'));
  };
  return { faults, lines, time, gauge };
}
