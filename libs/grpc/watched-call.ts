import {
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type StatusObject,
  status as statusNumbers,
} from '@grpc/grpc-js';
import { CxError, type Reason } from '#libs/domain/error.js';
import { REASON_KEY, statusOf } from './refusal.js';

/** What a server reports about the calls that it answered, for metrics. */
export interface CallMetrics {
  /** Called once at start for every method, so that its series exist before its first call. */
  known(method: MethodName): void;
  /** Called once for each call. `code` is a name: "OK", "INVALID_ARGUMENT". `seconds` is from its headers to its status. */
  handled(call: MethodName & { readonly code: string; readonly seconds: number }): void;
}

/** service: "cx.delivery.v1.DeliveryService", method: "RecordDeliveryFacts". */
export interface MethodName {
  readonly service: string;
  readonly method: string;
}

/** Statuses with which grpc-js itself ends calls, and the reasons that they are sent with. */
const REASON_OF_CODE = new Map<number, Reason>([
  [statusNumbers.RESOURCE_EXHAUSTED, 'MESSAGE_TOO_LARGE'],
  [statusNumbers.DEADLINE_EXCEEDED, 'DEADLINE_TOO_SHORT'],
]);

/** What grpc-js says of bytes that it cannot decode. */
export const UNREADABLE = 'Error deserializing request';

/** Reports the status of every call, also of those that grpc-js itself ended: too large, too late, cancelled. */
export function watchingCalls(metrics: CallMetrics | undefined): ServerInterceptor {
  return (definition, call) => {
    const started = process.hrtime.bigint();
    const givenMs = Number(call.getDeadline()) - Date.now();
    let isReported = false;
    const report = (code: number) => {
      if (isReported) return;
      isReported = true;
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      metrics?.handled({ ...methodName(definition.path), code: statusNumbers[code] ?? 'UNKNOWN', seconds });
    };
    watchStatus(call, report);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({ onCancel: () => report(codeOfCancel(Number(process.hrtime.bigint() - started) / 1e6, givenMs)) }),
    });
  };
}

/** The share of its deadline that must have passed for a cancel to mean that the caller waited in vain. */
const NEARLY_ALL = 0.8;

/**
 * A caller whose deadline passes cancels the call. Its clock started before the server's, so its cancel arrives before the
 * server's own deadline, the earlier the longer the call was queued. If it were counted as a cancel, no alert would see the
 * failures of an overloaded server.
 *
 * @param givenMs  infinite for a caller without a deadline
 */
export function codeOfCancel(waitedMs: number, givenMs: number): number {
  return waitedMs >= NEARLY_ALL * givenMs ? statusNumbers.DEADLINE_EXCEEDED : statusNumbers.CANCELLED;
}

/** "/cx.delivery.v1.DeliveryService/RecordDeliveryFacts" in its two parts. */
export function methodName(path: string): MethodName {
  const [, service = '', method = ''] = path.split('/');
  return { service, method };
}

/**
 * When grpc-js itself ends a call (message too large, deadline), it shows the status to no interceptor: the innermost call sends
 * it with this method. So the method is replaced on this one call.
 */
function watchStatus(call: ServerInterceptingCallInterface, report: (code: number) => void): void {
  const send = call.sendStatus.bind(call);
  call.sendStatus = (status) => {
    const named = withReason(status);
    report(named.code);
    send(named);
  };
}

/**
 * grpc-js sends INTERNAL for bytes that it cannot decode. The caller is the cause, so it is a refusal, and no alert about failures of
 * this server counts it.
 */
function withReason(status: Parameters<ServerInterceptingCallInterface['sendStatus']>[0]): typeof status {
  if (status.code === statusNumbers.INTERNAL && status.details === UNREADABLE)
    return statusOf(
      new CxError('MESSAGE_UNREADABLE', 'the bytes are not the message that this call takes'),
    ) as StatusObject;
  const reason = REASON_OF_CODE.get(status.code);
  if (reason === undefined || status.metadata?.get(REASON_KEY).length) return status;
  return statusOf(new CxError(reason, status.details)) as StatusObject;
}
