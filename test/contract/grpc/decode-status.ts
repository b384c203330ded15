import { fromJSON } from '@grpc/proto-loader';

const text = (id: number) => ({ type: 'string', id });

/** The documented shape of google.rpc.Status and its details, read by a decoder that shares nothing with our encoder. */
const MESSAGES = {
  Status: {
    fields: { code: { type: 'int32', id: 1 }, message: text(2), details: { rule: 'repeated', type: 'Packed', id: 3 } },
  },
  Packed: { fields: { type: text(1), value: { type: 'bytes', id: 2 } } },
  ErrorInfo: { fields: { reason: text(1), domain: text(2), metadata: { keyType: 'string', type: 'string', id: 3 } } },
  BadRequest: { fields: { fieldViolations: { rule: 'repeated', type: 'Violation', id: 1 } } },
  PreconditionFailure: { fields: { violations: { rule: 'repeated', type: 'Unmet', id: 1 } } },
  Unmet: { fields: { type: text(1), subject: text(2), description: text(3) } },
  RetryInfo: { fields: { retryDelay: { type: 'Duration', id: 1 } } },
  Duration: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
  Violation: { fields: { field: text(1), description: text(2), reason: text(3) } },
};
const METHODS = Object.fromEntries(
  Object.keys(MESSAGES).map((name) => [name, { requestType: name, responseType: name, comment: '' }]),
);

export function decodeStatus(bytes: Buffer) {
  const { details, ...status } = decode<{ details: { type: string; value: Buffer }[] }>('Status', bytes);
  return {
    ...status,
    details: details.map(({ type, value }) => ({ type, value: decode(type.split('.').at(-1) ?? '', value) })),
  };
}

function decode<T>(name: string, bytes: Buffer): T {
  const loaded = fromJSON({ nested: { test: { nested: { ...MESSAGES, Decoder: { methods: METHODS } } } } });
  const decoder = loaded['test.Decoder'] as unknown as Record<string, { requestDeserialize(bytes: Buffer): T }>;
  return decoder[name]?.requestDeserialize(bytes) as T;
}
