import type {
  Server,
  ServerWritableStream,
  ServiceDefinition,
  UntypedHandleCall,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';

type AddService = Pick<Server, 'addService'>;
type OpenStream = ServerWritableStream<unknown, unknown>;

/**
 * Adds the services of other packages (health), which do not end their streams themselves: the streams are ended here when
 * `stopping` is aborted. Otherwise the last health watcher would keep the server from stopping.
 */
export function endingWith(stopping: AbortSignal, server: AddService): AddService {
  return {
    addService(definition: ServiceDefinition, implementation: UntypedServiceImplementation) {
      const wrapped = Object.entries(definition).flatMap(([name, method]) => {
        const handler = implementation[name] ?? implementation[method.originalName ?? name];
        if (handler === undefined) return [];
        return [[name, method.responseStream ? ended(handler, stopping) : handler] as const];
      });
      server.addService(definition, Object.fromEntries(wrapped));
    },
  };
}

function ended(handler: UntypedHandleCall, stopping: AbortSignal): UntypedHandleCall {
  const handle = handler as (call: OpenStream) => void;
  return (call: OpenStream) => {
    const end = () => call.end();
    stopping.addEventListener('abort', end);
    call.once('cancelled', () => stopping.removeEventListener('abort', end));
    handle(call);
  };
}
