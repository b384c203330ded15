import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { annotation, board, variable } from './board.js';
import { name, RATE } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { limitAt, lines, onTheRight, rows, table } from './panels.js';
import { certificates, insecurities } from './security-panels.js';

const JOB = 'job=~"$job"';

const connections = lines(
  {
    title: 'Connections to PostgreSQL',
    description:
      'By process: connections in use, and calls that wait for one. Ten, in scoring sixteen, is all that there are.',
    cure: 'Calls that wait for minutes: a slow statement holds the connections; ask pg_stat_activity which one.',
    unitOf: EXPORTED_METRICS.databaseConnections,
    queries: [
      ['{{job}} {{state}}', `max by (job, state) (${name('databaseConnections')}{${JOB},state=~"used|waiting"})`],
    ],
  },
  { min: 0, decimals: 0 },
);

const databases = lines(
  {
    title: 'Size of the databases',
    description: 'Bytes of each process’s database with its indexes.',
    cure: 'A jump without facts: vacuum does not come through; see docs/postgresql.md.',
    unitOf: EXPORTED_METRICS.databaseSize,
    queries: [['{{job}}', `max by (job) (${name('databaseSize')}{${JOB}})`]],
  },
  { min: 0 },
);

const transport = table(
  {
    title: 'How batches travel',
    description: 'By process: kafka, or direct when there is none or while it cannot be used.',
    cure: 'direct where there should be Kafka: KAFKA_BROKERS is not set in that process.',
    unitOf: 'none',
    queries: [['here', `max by (job, transport) (${name('transportInfo')}{${JOB}})`]],
  },
  [],
);

const kafkaFaults = table(
  {
    title: 'Kafka faults, and since when',
    description:
      'By process and task: for how long Kafka keeps the task from being done, and why. Empty when all is well.',
    cure: 'CxKafkaFaultStands in the runbook; cx doctor says the cure of each reason.',
    unitOf: 's',
    queries: [['for', `time() - max by (job, task, reason) (${name('transportFaultSince')}{${JOB}})`]],
  },
  [],
);

const published = lines(
  {
    title: 'Batches published to Kafka',
    description: 'Batches a second that Kafka has acknowledged: observations, milestones, documents.',
    cure: 'None while batches are sealed: see the faults on the left.',
    unitOf: EXPORTED_METRICS.batchesPublishedTotal,
    queries: [
      ['observations', `sum(rate(${name('batchesPublishedTotal')}${RATE}))`],
      ['milestones', `sum(rate(${name('milestoneBatchesPublishedTotal')}${RATE}))`],
      ['documents', `sum(rate(${name('documentBatchesPublishedTotal')}${RATE}))`],
    ],
  },
  { min: 0 },
);

const processor = lines(
  {
    title: 'Processor',
    description: 'Seconds of CPU a second, by process: 1 is one whole processor, and a Node process uses little more.',
    cure: 'At 1 for minutes: the process is at its limit; more shards and another replica, see docs/operate.md.',
    unitOf: 'percentunit',
    queries: [['{{job}}', `max by (job) (rate(process_cpu_seconds_total{${JOB}}${RATE}))`]],
  },
  { ...limitAt(1, 'above'), min: 0 },
);

const memory = lines(
  {
    title: 'Memory',
    description: 'Resident memory by process, and the part of it that is JavaScript’s heap (right).',
    cure: 'A heap that grows for hours without facts is a leak: restart the process, and report it with a heap snapshot.',
    unitOf: 'bytes',
    queries: [
      ['{{job}}', `max by (job) (process_resident_memory_bytes{${JOB}})`],
      ['{{job}} heap', `max by (job) (nodejs_heap_size_used_bytes{${JOB}})`],
    ],
  },
  { min: 0 },
  [onTheRight('B', 'bytes')],
);

const eventLoop = lines(
  {
    title: 'Event loop and garbage collection',
    description:
      'How late a timer was, 99 of 100: while it is late, nothing of the process is answered. On the right, the share of its time that a process collects garbage.',
    cure: 'Above 0.1 s: see on the board API which method was called meanwhile. Garbage above a third: the heap is too small, raise --max-old-space-size.',
    unitOf: 's',
    queries: [
      ['{{job}}', `max by (job) (nodejs_eventloop_lag_p99_seconds{${JOB}})`],
      ['{{job}} garbage', `sum by (job) (rate(nodejs_gc_duration_seconds_sum{${JOB}}${RATE}))`],
    ],
  },
  { ...limitAt(0.1, 'above'), min: 0 },
  [onTheRight('B', 'percentunit')],
);

const running = table(
  {
    title: 'For how long each process has been running',
    description: 'Since its start; the orange marks are starts too.',
    cure: 'A process that starts again and again: its log says why it ended.',
    unitOf: 's',
    queries: [['for', `time() - max by (job) (process_start_time_seconds{${JOB}})`]],
  },
  [],
);

const disks = lines(
  {
    title: 'Free share of the data disks',
    description: 'Of the disk with CX_DATA_FOLDER, by process. PostgreSQL stops on a full disk.',
    cure: 'Below a tenth: CxDiskFilling in the runbook.',
    unitOf: 'percentunit',
    queries: [['{{job}}', `min by (job) (${name('dataFolderFree')}{${JOB}} / ${name('dataFolderSize')}{${JOB}})`]],
  },
  { ...limitAt(0.1, 'below'), min: 0, max: 1 },
);

/** For an SRE: is a dependency or the process itself the cause? */
export const cxPlatform: Dashboard = board({
  uid: 'cx-platform',
  title: 'Platform',
  description: 'Whether PostgreSQL, Kafka or a process is the cause.',
  variables: [variable('job', 'transportInfo')],
  annotations: [
    annotation('Process started', '{{job}} started', 'orange', 'max by (job) (process_start_time_seconds)'),
  ],
  panels: rows([
    ['PostgreSQL', connections, databases, disks],
    ['Kafka', published, kafkaFaults, transport],
    ['Processes', processor, memory, eventLoop],
    ['What runs, and is it secure?', running, insecurities, certificates],
  ]),
});
