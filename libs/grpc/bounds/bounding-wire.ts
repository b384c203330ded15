import type { Metadata, ServerInterceptor, StatusObject } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import { statusOf } from '../refusal.js';
import { methodName } from '../watched-call.js';
import { boundMessages } from './bounding-messages.js';
import { boundTimes } from './bounding-times.js';
import type { BoundName, Bounds, OnBound } from './bounds.js';
import { bytesOf } from './call-bytes.js';
import { Inflations } from './inflate.js';
import { onInnermost } from './innermost-call.js';
import type { MessageShape } from './message-fields.js';

/** Two of Node's four threads. */
const MOST_INFLATIONS = 2;
/** What HTTP/2 counts for an entry besides its name and value (RFC 9113, 6.5.2). */
const ENTRY_BYTES = 32;
const NO_SHAPE: MessageShape = new Map();

export interface WireBounds {
  readonly bounds: Bounds;
  readonly onBound: OnBound;
  /** The shape of a request by path; asked for the first large message only. */
  readonly shapes: (path: string) => MessageShape | undefined;
}

/** The bounds that hold for every call and need no caller. It is the first interceptor of a server. */
export function boundingWire({ bounds, onBound, shapes }: WireBounds): ServerInterceptor {
  const inflations = new Inflations(MOST_INFLATIONS);
  return onInnermost((call, definition) => {
    const refused = (bound: BoundName) =>
      onBound({ bound, ...methodName(definition.path), caller: bytesOf(call).caller ?? call.getPeer() });
    const start = call.start.bind(call);
    call.start = (listener) => {
      const bytes = sizeOf(call.metadata);
      if (bytes <= bounds.metadataBytes) return start(listener);
      refused('metadata');
      call.sendStatus(tooMuchMetadata(bytes, bounds.metadataBytes) as StatusObject);
    };
    const shape = () => shapes(definition.path) ?? NO_SHAPE;
    boundMessages(call, { bounds, inflations, shape, onTooLarge: () => refused('message') });
    boundTimes(call, definition, bounds, refused);
  });
}

/** @returns bytes, as HTTP/2 counts them */
export function sizeOf(metadata: Metadata): number {
  let bytes = 0;
  for (const [name, values] of Object.entries(metadata.toHttp2Headers())) {
    for (const value of Array.isArray(values) ? values : [String(values)])
      bytes += ENTRY_BYTES + name.length + value.length;
  }
  return bytes;
}

function tooMuchMetadata(bytes: number, most: number): Partial<StatusObject> {
  return statusOf(new CxError('METADATA_TOO_LARGE', `the call brings ${bytes} bytes of metadata; ${most} are taken`));
}
