import { describe, expect, it } from 'vitest';
import { faultToProto } from '#libs/batches/format/transport-fault.js';
import type { TransportReason, TransportTask } from '#libs/domain/transport-fault.js';
import { faultFindings, transportFindings } from './doctor-transport.js';

const fault = (task: TransportTask, reason: TransportReason) =>
  faultToProto({ task, reason, detail: 'cx.observations.delivery.v1', since: 0 });

describe('cx doctor, about Kafka', () => {
  it('finds nothing wrong while no reason stands', () => {
    expect(transportFindings({ transport: 'kafka', connected: true, transportFaults: [] })).toEqual([
      { sign: 'ok', text: 'transport: Kafka' },
    ]);
    expect(faultFindings([{ process: 'scoring', faults: [] }])).toEqual([]);
  });

  it('does not say that Kafka does not answer when it answers with what cannot be read', () => {
    const [finding, ...more] = faultFindings([
      { process: 'scoring', faults: [fault('consume_observations', 'CODEC_UNSUPPORTED')] },
    ]);
    expect(more).toEqual([]);
    expect(finding?.sign).toBe('NO');
    expect(finding?.text).toMatch(/^Kafka answers, but .*CODEC_UNSUPPORTED.*compression\.type.*scoring: observations/);
  });

  it('has one line for a Kafka that is down, with every process', () => {
    const faults = [fault('publish_observations', 'BROKER_UNREACHABLE')];
    const findings = faultFindings(['ordering', 'delivery'].map((process) => ({ process, faults })));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.text).toMatch(/^Kafka does not answer .*ordering: observations.*delivery: observations/);
  });

  it('has one line for each reason', () => {
    const faults = [
      fault('consume_observations', 'CODEC_UNSUPPORTED'),
      fault('publish_indexes', 'NOT_AUTHORIZED'),
      fault('publish_observations', 'NOT_AUTHORIZED'),
    ];
    expect(faultFindings([{ process: 'scoring', faults }])).toHaveLength(2);
  });
});
