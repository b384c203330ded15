import { expect, it } from 'vitest';
import { z } from 'zod';
import { kafkaSettings } from '#libs/runtime/kafka-settings.js';
import { createLog } from '#libs/runtime/log.js';
import { serviceSettings } from '#libs/runtime/settings.js';
import { readServiceConfig } from './read-service-config.js';

it.each([
  ['warn', ['loud']],
  ['debug', ['detail', 'quiet', 'loud']],
])('with CX_LOG_LEVEL=%s a process writes the lines %j', (level, written) => {
  const lines: string[] = [];
  const log = createLog('delivery', 'info', (line) => lines.push(line));
  const { CX_LOG_LEVEL } = serviceSettings(0);
  readServiceConfig({ log }, z.object({ CX_LOG_LEVEL, ...kafkaSettings() }), { CX_LOG_LEVEL: level });
  log.debug({}, 'detail');
  log.info({}, 'quiet');
  log.warn({}, 'loud');
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(written);
});
