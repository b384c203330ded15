import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { Index, View, type WatchIndexRequest, type WatchIndexResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { Duration } from '#libs/contracts/google/protobuf/duration.js';
import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import type { Clock } from '#libs/runtime/clock.js';
import { formatIndexName, parseIndexPattern } from '../../answers/index-name.js';
import type { LiveIndex, LiveIndexes } from '../../answers/live-index.js';
import { fingerprint } from '../../watch/fingerprint.js';
import type { IndexWatch, Looks, WatchMessage } from '../../watch/watch.js';
import { dataToProto } from './mapping.js';
import { requireOwnUnits, type Sees, showing, shownData } from './shown-index.js';

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
    const { sees, signal } = context;
    for (const pattern of patterns) requireOwnUnits(sees, pattern);
    const shown = showing(indexes, sees);
    const looksOf = (index: LiveIndex): Looks => looksTo(index, sees, shown);
    const question = JSON.stringify(names);
    const messages = watch.watch(patterns, { question, resumeToken, signal, looksOf });
    for await (const message of messages) yield messageToProto(message, clock.now(), shown, sees);
  });
}

/** An index of another department changes for the reader when what it is shown changes, so that no message tells of anything else. */
function looksTo(index: LiveIndex, sees: Sees, shown: (index: LiveIndex) => Index): Looks {
  const key = formatIndexName(index.name);
  if (sees(index.name.department) === 'all') return { key, print: fingerprint(index) };
  const bytes = Index.encode({ ...shown(index), data: undefined }).finish();
  return { key: `${key} of others`, print: Buffer.from(bytes).toString('base64') };
}

function messageToProto(
  { event, resumeToken }: WatchMessage,
  now: Instant,
  shown: (index: LiveIndex) => Index,
  sees: Sees,
): WatchIndexResponse {
  const { appliedAt } = event.kind === 'index' ? event.index.data : event.data;
  return {
    event:
      event.kind === 'index'
        ? { $case: 'index', value: shown(event.index) }
        : { $case: 'heartbeat', value: shownData(dataToProto(event.data, View.VIEW_BASIC), sees) },
    resumeToken,
    age: appliedAt === undefined ? undefined : duration(Math.max(0, now - appliedAt)),
  };
}

function duration(ms: number): Duration {
  return { seconds: BigInt(Math.floor(ms / 1_000)), nanos: (ms % 1_000) * 1_000_000 };
}
