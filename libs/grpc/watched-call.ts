import {
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type StatusObject,
  status as statusNumbers,
} from '@grpc/grpc-js';
import { CxError, type Reason } from '#libs/domain/error.js';
import { REASON_KEY, statusOf } from './refusal.js';

/** What a server tells of the calls it answered. Whoever counts them implements it. */
export interface CallMetrics {
  /** PublishedMilestone once at start for every method, so that its series exist before its first call. */
  known(method: MethodName): void;
  /** PublishedMilestone once a call. `code` is a name: "OK", "INVALID_ARGUMENT". `seconds` from its headers to its status. */
  handled(call: MethodName & { readonly code: string; readonly seconds: number }): void;
}

/** service: "cx.delivery.v1.DeliveryService", method: "RecordDeliveryFacts". */
export interface MethodName {
  readonly service: string;
  readonly method: string;
}

/** What grpc-js itself ends calls with, and the reason of ours that says the same. */
const REASON_OF_CODE = new Map<number, Reason>([
  [statusNumbers.RESOURCE_EXHAUSTED, 'MESSAGE_TOO_LARGE'],
  [statusNumbers.DEADLINE_EXCEEDED, 'DEADLINE_TOO_SHORT'],
]);

/** Sees the status of every call, also of those that grpc-js ended by itself: too large, too late, cancelled. */
export function watchingCalls(metrics: CallMetrics | undefined): ServerInterceptor {
  return (definition, call) => {
    const started = process.hrtime.bigint();
    const givenMs = Number(call.getDeadline()) - Date.now();
    let told = false;
    const tell = (code: number) => {
      if (told) return;
      told = true;
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      metrics?.handled({ ...methodName(definition.path), code: statusNumbers[code] ?? 'UNKNOWN', seconds });
    };
    watchStatus(call, tell);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({ onCancel: () => tell(codeOfCancel(Number(process.hrtime.bigint() - started) / 1e6, givenMs)) }),
    });
  };
}

/** Of the time a caller gave, so much must be over for his cancelling to mean that he has waited in vain. */
const NEARLY_ALL = 0.8;

/**
 * A caller whose time is up cancels, and his clock began before ours: the longer a call queued, the sooner his cancel is here
 * before our own deadline. Counted as a cancel, the failures of an overloaded server would alarm nobody.
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
 * An interceptor is not shown the status when grpc-js ends a call from within (message too large, deadline), because the
 * innermost call sends that itself. It sends it by this method, so the method is replaced on this one call.
 */
function watchStatus(call: ServerInterceptingCallInterface, tell: (code: number) => void): void {
  const send = call.sendStatus.bind(call);
  call.sendStatus = (status) => {
    tell(status.code);
    send(withReason(status));
  };
}

function withReason(status: Parameters<ServerInterceptingCallInterface['sendStatus']>[0]): typeof status {
  const reason = REASON_OF_CODE.get(status.code);
  if (reason === undefined || status.metadata?.get(REASON_KEY).length) return status;
  return statusOf(new CxError(reason, status.details)) as StatusObject;
}
