import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BOUND_NAMES, DEFAULT_BOUNDS } from '#libs/grpc/bounds/bounds.js';
import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { DEFAULT_HTTP_BOUNDS } from '#libs/metrics/http-bounds.js';
import { boundsSettings } from '#libs/runtime/bounds-settings.js';
import { readConfig } from '#libs/runtime/config.js';
import { boundsOf, httpBoundsOf } from './bounds-of.js';

const schema = z.object(boundsSettings());

describe('the bounds of a process', () => {
  it('are those of a server that is given none, where nothing is set', () => {
    const config = readConfig(schema, {});
    expect(boundsOf(config)).toEqual(DEFAULT_BOUNDS);
    expect(httpBoundsOf(config)).toEqual(DEFAULT_HTTP_BOUNDS);
  });

  it('are set in seconds, bytes and calls', () => {
    const config = readConfig(schema, { CX_STREAM_SECONDS: '1.5', CX_MESSAGE_BYTES: '2048', CX_HTTP_SECONDS: '2' });
    expect(boundsOf(config)).toMatchObject({ streamMs: 1_500, messageBytes: 2_048 });
    expect(httpBoundsOf(config).requestMs).toBe(2_000);
  });

  it('are refused when a server could not work with them', () => {
    expect(() => readConfig(schema, { CX_CALLS_AT_ONCE: '0' })).toThrow('CX_CALLS_AT_ONCE is wrong');
    expect(() => readConfig(schema, { CX_METADATA_BYTES: '65536' })).toThrow('CX_METADATA_BYTES is wrong');
  });

  it('have the names under which their refusals are exported', () => {
    const exported: readonly string[] = EXPORTED_METRICS.boundRefusalsTotal.values.bound;
    expect(exported.filter((name) => !name.startsWith('http_'))).toEqual([...BOUND_NAMES]);
  });
});
