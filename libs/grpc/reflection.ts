import { type handleBidiStreamingCall, type Server, type ServiceDefinition, status } from '@grpc/grpc-js';
import {
  type ServerReflectionRequest,
  type ServerReflectionResponse,
  ServerReflectionService as V1,
} from '#libs/contracts/grpc/reflection/v1/reflection.js';
import { ServerReflectionService as V1Alpha } from '#libs/contracts/grpc/reflection/v1alpha/reflection.js';
import type { Surroundings } from './call-context.js';
import type { DescriptorFiles } from './descriptor-files.js';
import { failureOf } from './failure.js';
import { failStream, requestsOf, writeAll } from './streams.js';
import { methodName } from './watched-call.js';

/** The full names of the two versions of the reflection protocol. Their messages are the same, so one handler answers both. */
const VERSIONS: readonly ServiceDefinition[] = [V1, V1Alpha];
const REFLECTION_SERVICES = VERSIONS.flatMap((version) =>
  Object.values(version).map(({ path }) => methodName(path).service),
);

/** What the details of a refusal consist of. Without these grpcurl and buf curl print a refusal's reason as base64. */
const REFUSAL_DETAILS = [
  'google.rpc.Status',
  'google.rpc.ErrorInfo',
  'google.rpc.BadRequest',
  'google.rpc.PreconditionFailure',
  'google.rpc.RetryInfo',
];

/**
 * Adds server reflection, so that grpcurl, buf curl, Postman and the libraries of other languages can read the contracts of
 * this server. Every caller that proves who it is may ask, whatever its roles.
 *
 * @param image     what `buf build` wrote, with all imports
 * @param services  full names of the other services that this server answers
 */
export function addReflection(
  server: Pick<Server, 'addService'>,
  image: Uint8Array,
  services: readonly string[],
  surroundings: Pick<Surroundings, 'onBug' | 'stopping'>,
): void {
  const served = [...services, ...REFLECTION_SERVICES].toSorted();
  const files = onFirstUse(async () => {
    const { DescriptorFiles } = await import('./descriptor-files.js');
    return new DescriptorFiles(image, [...served, ...REFUSAL_DETAILS]);
  });
  const serverReflectionInfo: Handler = async (call) => {
    const gone = new AbortController();
    call.once('cancelled', () => gone.abort());
    try {
      const requests = requestsOf<ServerReflectionRequest>(call, surroundings.stopping);
      await writeAll(answersTo(requests, served, files), call, gone.signal);
      call.end();
    } catch (error) {
      failStream(call, failureOf(error, surroundings));
    }
  };
  for (const version of VERSIONS) server.addService(version, { serverReflectionInfo });
}

type Handler = handleBidiStreamingCall<ServerReflectionRequest, ServerReflectionResponse>;
type Answer = NonNullable<ServerReflectionResponse['messageResponse']>;

/** Few processes are ever asked, and indexing the contracts would slow down the start of all of them. */
function onFirstUse<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function* answersTo(
  requests: AsyncIterable<ServerReflectionRequest>,
  served: readonly string[],
  files: () => Promise<DescriptorFiles>,
): AsyncGenerator<ServerReflectionResponse> {
  for await (const request of requests) {
    const messageResponse = answerTo(request, served, await files());
    yield { validHost: request.host, originalRequest: request, messageResponse };
  }
}

function answerTo(
  { messageRequest: asked }: ServerReflectionRequest,
  served: readonly string[],
  files: DescriptorFiles,
): Answer {
  switch (asked?.$case) {
    case 'listServices':
      return { $case: 'listServicesResponse', value: { service: served.map((name) => ({ name })) } };
    case 'fileByFilename':
      return filesOr(files.byName(asked.value), `file ${asked.value}`);
    case 'fileContainingSymbol':
      return filesOr(files.bySymbol(asked.value), `symbol ${asked.value}`);
    case 'fileContainingExtension': {
      const { containingType, extensionNumber } = asked.value;
      const found = files.byExtension(containingType, extensionNumber);
      return filesOr(found, `extension ${extensionNumber} of ${containingType}`);
    }
    case 'allExtensionNumbersOfType': {
      const extensionNumber = files.extensionNumbers(asked.value);
      if (extensionNumber === undefined) return notFound(`message ${asked.value}`);
      return { $case: 'allExtensionNumbersResponse', value: { baseTypeName: asked.value, extensionNumber } };
    }
    default:
      return refusal(status.INVALID_ARGUMENT, 'the request asks for nothing that this server knows');
  }
}

function filesOr(fileDescriptorProto: Uint8Array[] | undefined, what: string): Answer {
  if (fileDescriptorProto === undefined) return notFound(what);
  const buffers = fileDescriptorProto.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return { $case: 'fileDescriptorResponse', value: { fileDescriptorProto: buffers } };
}

/** A refusal of one question. The stream stays open for the next one. */
function refusal(errorCode: number, errorMessage: string): Answer {
  return { $case: 'errorResponse', value: { errorCode, errorMessage } };
}

function notFound(what: string): Answer {
  return refusal(status.NOT_FOUND, `there is no ${what} on this server`);
}
