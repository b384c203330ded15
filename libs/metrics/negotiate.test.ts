import { describe, expect, it } from 'vitest';
import { takesGzip, wantedFormat } from './negotiate.js';

const OPENMETRICS = 'application/openmetrics-text';
/** What Prometheus 2.42 and 3.0 send. */
const PROMETHEUS_2 = `${OPENMETRICS};version=1.0.0,${OPENMETRICS};version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`;
const PROMETHEUS_3 = `${OPENMETRICS};version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2`;

describe('the format of /metrics', () => {
  it.each([
    [undefined, 'text'],
    ['', 'text'],
    ['*/*', 'text'],
    ['text/plain', 'text'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text'],
    ['application/json', 'text'],
    [OPENMETRICS, 'openmetrics'],
    [`${OPENMETRICS}; version=1.0.0`, 'openmetrics'],
    [`${OPENMETRICS}; version="1.0.0"; charset=utf-8`, 'openmetrics'],
    [`${OPENMETRICS}; version=0.0.1`, 'text'],
    [PROMETHEUS_2, 'openmetrics'],
    [PROMETHEUS_3, 'openmetrics'],
    [`${OPENMETRICS};q=0.2, text/plain;q=0.3`, 'text'],
    [`${OPENMETRICS}, text/plain`, 'openmetrics'],
    [`text/plain, ${OPENMETRICS}`, 'text'],
    [`${OPENMETRICS};q=0, */*`, 'text'],
    ['text/plain;q=0, */*;q=0.1', 'openmetrics'],
    ['application/*', 'openmetrics'],
    [`${OPENMETRICS.toUpperCase()}`, 'openmetrics'],
    [`${OPENMETRICS};q=nonsense`, 'text'],
  ])('for Accept: %s is %s', (accept, format) => {
    expect(wantedFormat(accept)).toBe(format);
  });

  it.each([
    [undefined, false],
    ['gzip', true],
    ['br, gzip;q=0.5', true],
    ['gzip;q=0', false],
    ['gzip;q=0.0, *', false],
    ['*', true],
    ['*;q=0', false],
    ['identity', false],
    ['GZIP', true],
  ])('for Accept-Encoding: %s is compressed: %s', (header, expected) => {
    expect(takesGzip(header)).toBe(expected);
  });
});
