import { z } from 'zod';

const SECOND_MS = 1_000;
const DAY_S = 86_400;
const MIB = 1024 * 1024;

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const seconds = (most: number, preset: number) =>
  z.coerce
    .number()
    .min(0.1)
    .max(most)
    .default(preset)
    .transform((value) => value * SECOND_MS);

/**
 * What a service takes from its callers before it refuses, slows or cuts off. docs/bounds-costs.ts states what each
 * value costs.
 */
export function boundsSettings() {
  return {
    CX_CALLS_PER_SECOND: whole(1, 1_000_000)
      .default(2_000)
      .describe(
        'calls of one caller to one method in a second, and at once after a pause; more is refused with TOO_MANY_CALLS',
      ),
    CX_CALLS_AT_ONCE: whole(1, 100_000).default(200).describe('calls and streams that one caller may have open'),
    CX_BYTES_PER_SECOND: whole(MIB, 10_000 * MIB)
      .default(64 * MIB)
      .describe('bytes of requests of one caller in a second; more is not refused but waits'),
    CX_BYTES_AT_ONCE: whole(MIB, 10_000 * MIB)
      .default(64 * MIB)
      .describe(
        'bytes of requests that one caller may have in memory; a call beyond it is refused with TOO_MANY_BYTES',
      ),
    CX_MESSAGE_BYTES: whole(1_024, 64 * MIB)
      .default(4 * MIB)
      .describe('bytes of one request, also after it was inflated'),
    CX_MESSAGE_FIELDS: whole(1_000, 10_000_000)
      .default(100_000)
      .describe('fields of one request, those of the messages in it too'),
    CX_METADATA_BYTES: whole(1_024, 65_535)
      .default(16 * 1024)
      .describe('bytes of the metadata of one call, counted as HTTP/2 does'),
    CX_REQUEST_SECONDS: seconds(3_600, 30).describe('seconds for a call with one request to send it'),
    CX_CALL_SECONDS: seconds(DAY_S, 600).describe(
      'seconds for which a call with one answer may last, whatever its deadline',
    ),
    CX_STREAM_SECONDS: seconds(30 * DAY_S, 3_600).describe(
      'seconds for which a stream may be open; it ends with STREAM_TOO_LONG and the caller opens another',
    ),
    CX_READER_SECONDS: seconds(3_600, 60).describe(
      'seconds for a caller to take a message; then its stream is cut off',
    ),
    CX_CONNECTIONS: whole(1, 1_000_000).default(1_000).describe('open connections to the gRPC API'),
    CX_CONNECTIONS_PER_ADDRESS: whole(1, 1_000_000).default(250).describe('open connections from one address'),
    CX_CONNECTION_SECONDS: seconds(30 * DAY_S, 3_600).describe(
      'seconds after which a connection takes no new call, so that callers find new processes; give or take a tenth',
    ),
    CX_IDLE_SECONDS: seconds(30 * DAY_S, 300).describe('seconds for which a connection may be open without a call'),
    CX_HTTP_CONNECTIONS: whole(1, 100_000).default(100).describe('open connections to the HTTP port'),
    CX_HTTP_SECONDS: seconds(600, 10).describe('seconds for an HTTP request to come, and for its answer to be taken'),
  };
}

/** The values of `boundsSettings`, times in milliseconds. */
export type BoundsConfig = z.infer<z.ZodObject<ReturnType<typeof boundsSettings>>>;

/** The bounds that are set to the largest value that they take, which is as good as none. */
export function boundsAtMost(config: BoundsConfig): readonly string[] {
  const { properties = {} } = z.toJSONSchema(z.object(boundsSettings()), { io: 'input', unrepresentable: 'any' });
  return Object.entries(config).flatMap(([name, value]) => {
    const most = (properties[name] as { maximum?: number } | undefined)?.maximum;
    if (most === undefined) return [];
    const scale = name.endsWith('_SECONDS') ? SECOND_MS : 1;
    return Number(value) >= most * scale ? [name] : [];
  });
}
