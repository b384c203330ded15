import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** The metadata key under which every gRPC library looks for a google.rpc.Status. */
export const STATUS_DETAILS_KEY = 'grpc-status-details-bin';

export interface StatusDetails {
  /** Number of the gRPC status. */
  readonly code: number;
  readonly message: string;
  /** UPPER_SNAKE_CASE, from the one closed list. */
  readonly reason: string;
  /** The request field it is about; empty when it is about the whole call. */
  readonly field: string;
  /** Figures for programs. */
  readonly facts: Readonly<Record<string, string>>;
}

/**
 * The bytes of a google.rpc.Status with an ErrorInfo and, when a field is named, a BadRequest. Written by hand because these
 * three messages are all we need of google/rpc. Field numbers: google/rpc/status.proto (code 1, message 2, details 3),
 * google/protobuf/any.proto (type_url 1, value 2), google/rpc/error_details.proto (ErrorInfo: reason 1, domain 2,
 * metadata 3; BadRequest: field_violations 1, with field 1, description 2, reason 3).
 */
export function encodeStatusDetails({ code, message, reason, field, facts }: StatusDetails): Uint8Array {
  const status = new BinaryWriter().uint32(tag(1, VARINT)).int32(code).uint32(tag(2, BYTES)).string(message);
  status.uint32(tag(3, BYTES)).bytes(any('google.rpc.ErrorInfo', errorInfo(reason, facts)));
  if (field !== '')
    status.uint32(tag(3, BYTES)).bytes(any('google.rpc.BadRequest', badRequest(field, message, reason)));
  return status.finish();
}

function errorInfo(reason: string, facts: Readonly<Record<string, string>>): Uint8Array {
  const info = new BinaryWriter().uint32(tag(1, BYTES)).string(reason).uint32(tag(2, BYTES)).string('cx-index');
  for (const [key, value] of Object.entries(facts)) info.uint32(tag(3, BYTES)).bytes(texts(key, value));
  return info.finish();
}

function badRequest(field: string, description: string, reason: string): Uint8Array {
  return new BinaryWriter()
    .uint32(tag(1, BYTES))
    .bytes(texts(field, description, reason))
    .finish();
}

function any(type: string, value: Uint8Array): Uint8Array {
  const packed = new BinaryWriter().uint32(tag(1, BYTES)).string(`type.googleapis.com/${type}`);
  return packed.uint32(tag(2, BYTES)).bytes(value).finish();
}

/** A message whose fields 1, 2, ... are these texts. */
function texts(...values: readonly string[]): Uint8Array {
  const message = new BinaryWriter();
  values.forEach((value, index) => {
    message.uint32(tag(index + 1, BYTES)).string(value);
  });
  return message.finish();
}

const VARINT = 0;
const BYTES = 2;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}
