import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { View, type WatchIndexRequest, type WatchIndexResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { Duration } from '#libs/contracts/google/protobuf/duration.js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { DisplayNames } from '../../answers/display-names.js';
import { parseIndexPattern } from '../../answers/index-name.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import type { IndexWatch, WatchMessage } from '../../watch/watch.js';
import { dataToProto, indexToProto } from './mapping.js';

const MOST_NAMES = 100;

/** Sends indexes as they are and then as they change, until the reader leaves. */
export function watchIndex(
  watch: IndexWatch,
  indexes: LiveIndexes,
  clock: Clock,
): handleServerStreamingCall<WatchIndexRequest, WatchIndexResponse> {
  return serverStream(async function* ({ names, resumeToken }, context) {
    if (names.length === 0 || names.length > MOST_NAMES) {
      throw new CxError('TOO_MANY_NAMES', `watch 1 to ${MOST_NAMES} names, not ${names.length}`, { field: 'names' });
    }
    const patterns = names.map((name, place) => parseIndexPattern(indexes.names, name, `names[${place}]`));
    const question = JSON.stringify(names);
    const messages = watch.watch(patterns, { question, resumeToken, signal: context.signal });
    for await (const message of messages) yield messageToProto(message, clock.now(), indexes.displayNames);
  });
}

function messageToProto({ event, resumeToken }: WatchMessage, now: Instant, names: DisplayNames): WatchIndexResponse {
  const { appliedAt } = event.kind === 'index' ? event.index.data : event.data;
  return {
    event:
      event.kind === 'index'
        ? { $case: 'index', value: indexToProto(event.index, View.VIEW_BASIC, names) }
        : { $case: 'heartbeat', value: dataToProto(event.data, View.VIEW_BASIC) },
    resumeToken,
    age: appliedAt === undefined ? undefined : duration(Math.max(0, now - appliedAt)),
  };
}

function duration(ms: number): Duration {
  return { seconds: BigInt(Math.floor(ms / 1_000)), nanos: (ms % 1_000) * 1_000_000 };
}
