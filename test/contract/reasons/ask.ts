import {
  createFileRegistry,
  type DescMethod,
  fromBinary,
  fromJson,
  type JsonValue,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { CALLER_KEY } from '#test/doubles/named-callers.js';
import { decodeStatus } from '../grpc/decode-status.js';

const files = [...createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorImage())).files];
const METHODS: ReadonlyMap<string, DescMethod> = new Map(
  files
    .flatMap((file) => file.services.flatMap(({ methods }) => methods))
    .map((method) => [`${method.parent.typeName}/${method.name}`, method]),
);

export function methodOf(name: string): DescMethod {
  const method = METHODS.get(name);
  if (method === undefined) throw new Error(`the contract has no call ${name}`);
  return method;
}

export interface Question {
  readonly port: number;
  /** "cx.scoring.v1.ScoringService/GetIndex" */
  readonly method: string;
  /** One message as JSON, or several for a stream; bytes are sent as they are. */
  readonly request: JsonValue | Uint8Array;
  readonly caller: string;
  readonly deadlineMs?: number;
  /** Called when all requests were sent. A stream of requests is kept open then. */
  readonly onOpen?: () => void;
}

/**
 * Makes a call of any kind and returns every reason that came back: of the refusal, of its violations, and of single facts.
 * On the wire a call with one request is a stream of one message, so one client makes them all.
 */
export async function reasonsOf(question: Question): Promise<string[]> {
  const { port, method, request, caller, deadlineMs = 20_000, onOpen } = question;
  const { input, output, methodKind } = methodOf(method);
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
  const metadata = new Metadata();
  metadata.set(CALLER_KEY, caller);
  const call = client.makeBidiStreamRequest<Uint8Array, Uint8Array>(
    `/${method}`,
    (bytes) => Buffer.from(bytes),
    (bytes) => bytes,
    metadata,
    { deadline: Date.now() + deadlineMs },
  );
  const reasons: string[] = [];
  const over = new Promise<void>((resolve) => {
    call.on('data', (bytes) => reasons.push(...reasonsIn(toJson(output, fromBinary(output, bytes)))));
    call.on('error', (error: ServiceError) => resolve(void reasons.push(...reasonsOfRefusal(error))));
    call.on('end', resolve);
  });
  const messages =
    request instanceof Uint8Array
      ? [request]
      : [request].flat().map((json) => toBinary(input, fromJson(input, json as JsonValue)));
  for (const bytes of messages) call.write(bytes);
  const isOpen = onOpen !== undefined && (methodKind === 'client_streaming' || methodKind === 'bidi_streaming');
  if (!isOpen) call.end(); // a server that takes one request answers only when there can be no second one
  onOpen?.();
  await over;
  await new Promise((resolve) => setImmediate(resolve)); // 'end' comes before 'error'
  client.close();
  return reasons;
}

/** The value of every field `reason` in a response: FactOutcome.reason. */
function reasonsIn(json: JsonValue): string[] {
  if (Array.isArray(json)) return json.flatMap(reasonsIn);
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([key, value]) =>
    key === 'reason' && typeof value === 'string' ? [value] : reasonsIn(value),
  );
}

function reasonsOfRefusal({ metadata, code, details }: ServiceError): string[] {
  const status = metadata?.get('grpc-status-details-bin')[0];
  if (!(status instanceof Buffer)) return [`no reason: ${code} ${details}`];
  return decodeStatus(status).details.flatMap(({ value }) => {
    const { reason, violations = [] } = value as { reason?: string; violations?: { type: string }[] };
    return [...(reason ? [reason] : []), ...violations.map(({ type }) => type)];
  });
}
