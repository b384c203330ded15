import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** What is generated for a message. */
export interface Encodes<Message> {
  encode(message: Message, writer?: BinaryWriter): BinaryWriter;
}

/** A writer with more memory than this is not kept. */
const MOST_BYTES = 1 << 20;

/** What writes one message after the other. A writer of its own would begin each of them with a small buffer and copy it whenever that is full. */
let writer = new BinaryWriter();

/** The bytes of a message. */
export function encoded<Message>(message: Encodes<Message>, value: Message): Buffer {
  let bytes: Uint8Array | undefined;
  try {
    bytes = message.encode(value, writer).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  } finally {
    // What could not be ended has left its beginning in the writer.
    if (bytes === undefined || bytes.length > MOST_BYTES) writer = new BinaryWriter();
  }
}
