import {
  TRANSPORT_REASONS,
  TRANSPORT_TASKS,
  type TransportReason,
  type TransportTask,
} from '#libs/domain/transport-fault.js';
import { gauge, info } from './spec.js';

const tasks = Object.keys(TRANSPORT_TASKS) as TransportTask[];
const reasons = Object.keys(TRANSPORT_REASONS) as TransportReason[];

/** How batches travel, and what keeps them from travelling by Kafka. Every process exports this about itself. */
export const TRANSPORT_METRICS = {
  transportInfo: info('cx_transport_info', 'all', { transport: ['kafka', 'direct'] } as const, 'How batches travel.'),
  transportFaultSince: gauge(
    'cx_transport_fault_since_timestamp_seconds',
    'timestamp',
    'all',
    { task: tasks, reason: reasons } as const,
    'Since when Kafka keeps a task of the process from being done, by reason; no series while the task is done.',
  ),
} as const;
