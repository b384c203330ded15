import type { TransportFault } from '#libs/contracts/cx/batches/v1/batches.js';
import type { GetPipelineStatusResponse } from '#libs/contracts/cx/scoring/v1/counts.js';
import { TRANSPORT_TASKS, type TransportTask } from '#libs/domain/transport-fault.js';

export interface Finding {
  /** ok; !! to know; NO wrong. */
  readonly sign: 'ok' | '!!' | 'NO';
  readonly text: string;
}

/** What keeps one process from using Kafka. */
export interface ProcessFaults {
  /** "delivery", "scoring" */
  readonly process: string;
  readonly faults: readonly TransportFault[];
}

/** How batches reach scoring. A fault has a line of its own, see `faultFindings`. */
export function transportFindings({
  transport,
  connected,
  transportFaults,
}: Pick<GetPipelineStatusResponse, 'transport' | 'connected' | 'transportFaults'>): Finding[] {
  if (transport === 'direct')
    return [{ sign: '!!', text: 'transport: direct, batches are fetched from their sources (no Kafka)' }];
  if (transportFaults.length > 0) return [];
  return [
    connected
      ? { sign: 'ok', text: 'transport: Kafka' }
      : { sign: '!!', text: 'transport: Kafka, and scoring has not read from it yet' },
  ];
}

/** One line for each reason that stands, with every process that it keeps from using Kafka. */
export function faultFindings(all: readonly ProcessFaults[]): Finding[] {
  const pairs = all.flatMap(({ process, faults }) => faults.map((fault) => ({ process, fault })));
  const reasons = [...new Set(pairs.map(({ fault }) => fault.reason))];
  return reasons.map((reason) => {
    const own = pairs.filter(({ fault }) => fault.reason === reason);
    return { sign: 'NO', text: textOf(own) };
  });
}

function textOf(pairs: readonly { readonly process: string; readonly fault: TransportFault }[]): string {
  const affected = pairs.map(({ process, fault: { task } }) => `${process}: ${wordsOf(task)}`).join('; ');
  const { reason, sentence, cure, detail } = pairs[0]?.fault ?? UNKNOWN;
  const begin = reason === 'BROKER_UNREACHABLE' ? 'Kafka does not answer' : 'Kafka answers, but not as it must';
  return `${begin} (${reason}). ${sentence} ${cure} It says: ${detail}. Affected: ${affected}. Batches are fetched from their sources meanwhile.`;
}

const UNKNOWN = { reason: '', sentence: '', cure: '', detail: '' };

/** A server of a newer version may name a task that this client does not know. */
function wordsOf(task: string): string {
  return Object.hasOwn(TRANSPORT_TASKS, task) ? TRANSPORT_TASKS[task as TransportTask] : task;
}
