import type { SettingCosts } from './setting-cost.js';

/**
 * What the settings of the bounds cost (docs/bounds.md): what one caller can take from the others. The sizes of a call, a connection and a
 * page are estimates; the figures of a field were measured on a busy machine.
 */
export const BOUNDS_COSTS: Readonly<Record<string, SettingCosts>> = {
  CX_CALLS_PER_SECOND: {
    unit: 'calls a second',
    costs: 'processor time that one caller may take from the others; a refused call takes some, too',
  },
  CX_CALLS_AT_ONCE: { unit: 'calls', costs: 'an estimated 30 KiB for each, and the memory of its message' },
  CX_BYTES_PER_SECOND: { unit: 'bytes a second', costs: 'processor time that one caller may take from the others' },
  CX_BYTES_AT_ONCE: { unit: 'bytes', costs: 'as much memory for each caller' },
  CX_MESSAGE_BYTES: { unit: 'bytes', costs: 'up to as much memory for each open call' },
  CX_MESSAGE_FIELDS: { unit: 'fields', costs: 'about 65 bytes and 350 to 500 ns for each, while a message is decoded' },
  CX_METADATA_BYTES: { unit: 'bytes', costs: 'up to as much memory for each open call' },
  CX_REQUEST_SECONDS: { unit: 'seconds', costs: 'a slow sender holds its call and its bytes that long' },
  CX_CALL_SECONDS: { unit: 'seconds', costs: 'a call that hangs is open that long' },
  CX_STREAM_SECONDS: { unit: 'seconds', costs: 'a restart of a caller-side balancer reaches streams that late' },
  CX_READER_SECONDS: { unit: 'seconds', costs: 'a slow reader holds two messages of each stream that long' },
  CX_CONNECTIONS: { unit: 'connections', costs: 'an estimated 100 KiB for each, and up to 64 KiB that were not read' },
  CX_CONNECTIONS_PER_ADDRESS: {
    unit: 'connections',
    costs: 'the share of the connections that one address may take; behind a proxy all callers have its address',
  },
  CX_CONNECTION_SECONDS: {
    unit: 'seconds',
    costs: 'shorter: a new connection more often; longer: new processes wait for callers',
  },
  CX_IDLE_SECONDS: { unit: 'seconds', costs: 'a connection without a call is kept that long' },
  CX_HTTP_CONNECTIONS: { unit: 'connections', costs: 'an answer of an estimated 300 KiB for each' },
  CX_HTTP_SECONDS: { unit: 'seconds', costs: 'a slow client holds its connection that long' },
};
