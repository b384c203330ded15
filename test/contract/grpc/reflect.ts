import { createRequire } from 'node:module';
import {
  type ClientDuplexStream,
  credentials,
  loadPackageDefinition,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { RunningServer } from '#libs/grpc/server.js';
import { closeLater } from './serve.js';

interface Answer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
}

/** Asks a server by reflection, as grpcurl does: its services, and the files that describe one symbol, as raw text. */
export async function reflect(server: RunningServer, symbol: string) {
  const proto = new URL(
    '../proto/grpc/reflection/v1/reflection.proto',
    `file://${createRequire(import.meta.url).resolve('@grpc/reflection')}`,
  );
  const { grpc } = loadPackageDefinition(loadSync(proto.pathname)) as never as {
    grpc: { reflection: { v1: { ServerReflection: ServiceClientConstructor } } };
  };
  const client = new grpc.reflection.v1.ServerReflection(`127.0.0.1:${server.port}`, credentials.createInsecure());
  const stream = closeLater(client)['ServerReflectionInfo']?.() as ClientDuplexStream<object, Answer>;
  stream.write({ listServices: '*' });
  stream.write({ fileContainingSymbol: symbol });
  stream.end();
  const answers: Answer[] = [];
  for await (const answer of stream as AsyncIterable<Answer>) answers.push(answer);
  return {
    services: (answers[0]?.listServicesResponse?.service ?? []).map(({ name }) => name),
    files: (answers[1]?.fileDescriptorResponse?.fileDescriptorProto ?? []).map((file) => file.toString('latin1')),
  };
}
