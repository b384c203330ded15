import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMetrics } from '#libs/metrics/metrics.js';
import { readConfig } from '#libs/runtime/config.js';
import { kafkaSettings } from '#libs/runtime/kafka-settings.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { openKafka } from './open-kafka.js';

describe('the transport of a process', () => {
  it.each([
    ['direct when no broker is set', [], 'direct', []],
    ['Kafka when brokers are set, without waiting for them', ['127.0.0.1:1', '127.0.0.1:2'], 'kafka', ['kafka']],
  ])('is %s', async (_, brokers, transport, resources) => {
    const added: string[] = [];
    const stops: (() => unknown)[] = [];
    const lifecycle: Lifecycle = {
      add: async (name, start, stop) => {
        added.push(name);
        const resource = await start();
        stops.push(() => stop?.(resource));
        return resource;
      },
      stopping: new AbortController().signal,
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    };
    const metrics = createMetrics('scoring', { withProcess: false });
    const config = readConfig(z.object(kafkaSettings()), { KAFKA_BROKERS: brokers.join(',') });
    const { kafka, faults } = await openKafka(lifecycle, config, { clientId: 'cx-scoring', metrics });
    expect(added).toEqual(resources);
    expect(kafka !== undefined).toBe(transport === 'kafka');
    expect(faults.standing()).toEqual([]);
    expect((await metrics.exposition()).text).toMatch(
      new RegExp(`cx_transport_info\\{[^}]*transport="${transport}"[^}]*\\} 1`),
    );
    for (const stop of stops) await stop();
  });
});
