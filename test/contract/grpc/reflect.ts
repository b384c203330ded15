import type { ClientDuplexStream } from '@grpc/grpc-js';
import {
  type ServerReflectionRequest,
  type ServerReflectionResponse,
  ServerReflectionClient as V1,
} from '#libs/contracts/grpc/reflection/v1/reflection.js';
import { ServerReflectionClient as V1Alpha } from '#libs/contracts/grpc/reflection/v1alpha/reflection.js';
import type { RunningServer } from '#libs/grpc/server.js';
import { connected } from './serve.js';

export type Question = NonNullable<ServerReflectionRequest['messageRequest']>;

/** Asks all questions on one reflection stream, and returns the answers in order. An empty name is a caller that proves nothing. */
export async function reflect(
  server: RunningServer,
  questions: readonly Question[],
  version: 'v1' | 'v1alpha' = 'v1',
  caller = 'agency',
): Promise<ServerReflectionResponse[]> {
  const client = connected<V1 | V1Alpha>(version === 'v1' ? V1 : V1Alpha, server, caller);
  const stream: ClientDuplexStream<ServerReflectionRequest, ServerReflectionResponse> = client.serverReflectionInfo();
  for (const messageRequest of questions) stream.write({ host: 'here', messageRequest });
  stream.end();
  const answers: ServerReflectionResponse[] = [];
  for await (const answer of stream as AsyncIterable<ServerReflectionResponse>) answers.push(answer);
  return answers;
}

/** The bytes of the files in an answer; none for a refusal. */
export function filesIn({ messageResponse: answer }: ServerReflectionResponse): readonly Buffer[] {
  return answer?.$case === 'fileDescriptorResponse' ? answer.value.fileDescriptorProto : [];
}
