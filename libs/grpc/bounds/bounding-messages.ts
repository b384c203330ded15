import { status as statusNumbers } from '@grpc/grpc-js';
import { UNREADABLE } from '../watched-call.js';
import type { Bounds } from './bounds.js';
import { bytesOf } from './call-bytes.js';
import { type Encoding, type Inflations, isEncoding, TooLarge } from './inflate.js';
import type { InnermostCall } from './innermost-call.js';
import { hasAtMostFields, type MessageShape } from './message-fields.js';

export interface MessageBounds {
  readonly bounds: Pick<Bounds, 'messageBytes' | 'messageFields'>;
  readonly inflations: Inflations;
  readonly shape: () => MessageShape;
  readonly onTooLarge: () => void;
}

/**
 * Bounds the messages of one call before they are decoded: their bytes after inflating, and their fields. A message is inflated when
 * the handler asks for it, so a call has one inflated message in memory, however many came in one frame.
 */
export function boundMessages(call: InnermostCall, { bounds, inflations, shape, onTooLarge }: MessageBounds): void {
  const { messageBytes, messageFields } = bounds;
  const bytes = bytesOf(call);
  call.stream.on('data', ({ length }: Buffer) => bytes.arrived(length));
  for (const over of ['finish', 'close']) call.stream.once(over, () => bytes.ended());

  const tooLarge = (details: string) => {
    onTooLarge();
    return { code: statusNumbers.RESOURCE_EXHAUSTED, details };
  };
  const inflated = async (packed: Buffer, encoding: Encoding, turn: Promise<void>): Promise<Buffer> => {
    await turn;
    const message = await inflations.inflate(packed, encoding, messageBytes).catch((error: unknown) => {
      if (error instanceof TooLarge) throw tooLarge(`the message inflates to more than ${messageBytes} bytes`);
      throw { code: statusNumbers.INTERNAL, details: UNREADABLE };
    });
    bytes.arrived(message.length);
    bytes.read(packed.length + message.length);
    return checked(message);
  };
  const checked = (message: Buffer): Buffer => {
    if (message.length <= 2 * messageFields || hasAtMostFields(message, shape(), messageFields)) return message;
    throw tooLarge(`the message has more than ${messageFields} fields`);
  };

  const original = call.decompressMessage.bind(call);
  const turns = turnsOf(call);
  call.decompressMessage = (framed, encoding) => {
    const turn = turns();
    if (isEncoding(encoding)) return inflated(framed.subarray(5), encoding, turn);
    bytes.read(framed.length);
    const message = original(framed, encoding);
    return message instanceof Promise ? message : checked(message);
  };
}

/** @returns for each message of a call, in their order, a promise that is fulfilled when the handler has asked for it */
function turnsOf(call: InnermostCall): () => Promise<void> {
  let asked = 0;
  let came = 0;
  let resume: (() => void)[] = [];
  const startRead = call.startRead.bind(call);
  call.startRead = () => {
    asked += 1;
    const waiting = resume;
    resume = [];
    for (const look of waiting) look();
    startRead();
  };
  return async () => {
    const own = ++came;
    while (asked < own) await new Promise<void>((look) => resume.push(look));
  };
}
