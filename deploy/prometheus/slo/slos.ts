import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';

/** Statuses by which we fail the caller; a refused call is the caller's to correct. */
export const FAILED = 'code=~"UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS"';

/** Stands for the time over which a query is asked. */
export const WINDOW = '$window';

/** How the share of what went wrong is found. */
type Measured =
  /** Of all that happened, what went wrong: two rates. */
  | {
      readonly by: 'occurrences';
      readonly bad: string;
      readonly all: string;
      /** Fewer in the long window are no signal: one failure of ten calls would be a tenth. */
      readonly atLeast: number;
    }
  /** Of all minutes, those that were bad: where little happens, every occurrence weighs too much. 1 in a good minute, 0 in a bad one. */
  | { readonly by: 'minutes'; readonly good: string };

/** A promise about the service, and what its budget of failures is spent on. */
export interface Slo {
  /** In recorded series, and as a name in OpenSLO: "scoring-answers". */
  readonly id: string;
  /** Of the alerts that its budget fires; the heading of the runbook is the same in lower case. */
  readonly alert: string;
  /** What is promised, one sentence. */
  readonly promise: string;
  /** Parts per million that may go wrong in 30 days, from 1. */
  readonly budgetPpm: number;
  readonly measured: Measured;
  /** What went wrong, said to the person who is called: "Scoring fails $share of its calls." */
  readonly summary: string;
  /** The board to open first. */
  readonly board: string;
}

const HANDLED = EXPORTED_METRICS.grpcServerHandledTotal.name;
const HANDLING = EXPORTED_METRICS.grpcServerHandlingSeconds.name;
const DELAY = EXPORTED_METRICS.batchApplyDelay.name;
const HEARTBEAT = EXPORTED_METRICS.shardHeartbeat.name;

const SCORING = 'service=~"cx[.](scoring|bonus)[.]v1[.].+"';
const INTAKE = 'method=~"(Record|Stream).*Facts"';
/** A stream lasts as long as its reader wants, and a recount reads the whole archive. */
const UNARY = `${SCORING},method!~"Watch.*|Export.*|VerifyCounts"`;

const rate = (series: string) => `sum(rate(${series}[${WINDOW}]))`;

/** What callers and readers of the index may rely on, over 30 days. Rules, alerts, the board, OpenSLO and docs/slos.md are made of this list. */
export const SLOS: readonly Slo[] = [
  {
    id: 'scoring-answers',
    alert: 'CxScoringApiFailing',
    promise: 'Scoring answers 99.9 % of its calls; a refusal that the caller can correct is an answer.',
    budgetPpm: 1_000,
    measured: {
      by: 'occurrences',
      bad: rate(`${HANDLED}{${SCORING},${FAILED}}`),
      all: rate(`${HANDLED}{${SCORING}}`),
      atLeast: 100,
    },
    summary: 'Scoring fails $share of its calls.',
    board: 'cx-api',
  },
  {
    id: 'scoring-quick',
    alert: 'CxScoringApiSlow',
    promise: 'Scoring answers 99 % of its unary calls within a quarter of a second.',
    budgetPpm: 10_000,
    measured: {
      by: 'occurrences',
      bad: `${rate(`${HANDLING}_count{${UNARY}}`)} - ${rate(`${HANDLING}_bucket{${UNARY},le="0.25"}`)}`,
      all: rate(`${HANDLING}_count{${UNARY}}`),
      atLeast: 100,
    },
    summary: 'Scoring takes longer than 0.25 s for $share of its calls.',
    board: 'cx-api',
  },
  {
    id: 'intake-answers',
    alert: 'CxIntakeFailing',
    promise: 'Departments answer 99.9 % of the calls that report facts; a refused fact is answered.',
    budgetPpm: 1_000,
    measured: {
      by: 'occurrences',
      bad: rate(`${HANDLED}{${INTAKE},${FAILED}}`),
      all: rate(`${HANDLED}{${INTAKE}}`),
      atLeast: 100,
    },
    summary: 'Departments fail $share of the calls that report facts.',
    board: 'cx-pipeline',
  },
  {
    id: 'counted-soon',
    alert: 'CxCountedLate',
    promise: 'Scoring counts 99.5 % of the batches within a minute of their sealing.',
    budgetPpm: 5_000,
    measured: {
      by: 'occurrences',
      bad: `${rate(`${DELAY}_count`)} - ${rate(`${DELAY}_bucket{le="60"}`)}`,
      all: rate(`${DELAY}_count`),
      atLeast: 20,
    },
    summary: '$share of the batches are counted more than a minute after they were sealed.',
    board: 'cx-pipeline',
  },
  {
    id: 'index-fresh',
    alert: 'CxIndexNotFresh',
    promise: 'In 99 % of all minutes every department has sealed a batch in the last five.',
    budgetPpm: 10_000,
    measured: { by: 'minutes', good: `min(time() - max by (department) (${HEARTBEAT}) < bool 300)` },
    summary: 'In $share of the time a department sealed nothing for five minutes.',
    board: 'cx-overview',
  },
];
