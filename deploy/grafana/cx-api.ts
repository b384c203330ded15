import { FAILED } from '#deploy/prometheus/slo/slos.js';
import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { board, variable } from './board.js';
import { name, RATE } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { limitAt, lines, override, rows, table } from './panels.js';
import { auditLogs, denied, payouts, signatures, signingKeyAge } from './security-panels.js';

const SERVICE = 'service=~"$service"';
const handled = (matchers: string) => `rate(${name('grpcServerHandledTotal')}{${matchers}}${RATE})`;
const bucket = `rate(${name('grpcServerHandlingSeconds')}_bucket{${SERVICE}}${RATE})`;

const calls = lines(
  {
    title: 'Calls',
    description: 'Calls answered a second, by service.',
    cure: 'A fall to nothing is a client or a network: cx doctor asks every service.',
    unitOf: EXPORTED_METRICS.grpcServerHandledTotal,
    queries: [['{{service}}', `sum by (service) (${handled(SERVICE)})`]],
  },
  { min: 0 },
);

const failing = lines(
  {
    title: 'Share of calls that we failed',
    description:
      'By service; a refused call is not among them, as it is the caller’s to correct. 0.1 % is the promise.',
    cure: 'Above the line: CxScoringApiFailing in the runbook; the log of the process has the error of each call.',
    unitOf: 'percentunit',
    queries: [
      [
        '{{service}}',
        `(sum by (service) (${handled(`${SERVICE},${FAILED}`)}) or 0 * sum by (service) (${handled(SERVICE)})) / (sum by (service) (${handled(SERVICE)}) > 0)`,
      ],
    ],
  },
  { ...limitAt(0.001, 'above'), min: 0 },
);

const codes = lines(
  {
    title: 'Answers by status',
    description:
      'Calls a second by their gRPC status. OK and refusals are in order; the reasons of refusals are in docs/errors.md.',
    cure: 'INTERNAL is a bug: the log has it whole. UNAVAILABLE is a database or a source that does not answer.',
    unitOf: EXPORTED_METRICS.grpcServerHandledTotal,
    queries: [['{{code}}', `sum by (code) (${handled(SERVICE)})`]],
  },
  { min: 0 },
);

const slow = lines(
  {
    title: 'How long calls take',
    description:
      'Seconds within which half of the calls and 99 of 100 were answered, by service. Streams last as long as they are open.',
    cure: 'A rise: compare with connections and event loop on the board Platform.',
    unitOf: EXPORTED_METRICS.grpcServerHandlingSeconds,
    queries: [
      ['{{service}} half', `histogram_quantile(0.5, sum by (service, le) (${bucket}))`],
      ['{{service}} 99 of 100', `histogram_quantile(0.99, sum by (service, le) (${bucket}))`],
    ],
  },
  { min: 0 },
);

/** Most methods are called seldom, and a line of zeros hides those that are. */
const CALLED = `(sum by (service, method) (${handled(SERVICE)}) > 0)`;

const methods = table(
  {
    title: 'Calls by method',
    description: 'By method that was called: calls a second, those that we failed, and the slowest hundredth.',
    cure: 'A slow or failing method: its service’s log names each call by request id.',
    unitOf: EXPORTED_METRICS.grpcServerHandledTotal,
    queries: [
      ['calls', `sort_desc(${CALLED})`],
      ['failed', `sum by (service, method) (${handled(`${SERVICE},${FAILED}`)}) and on (service, method) ${CALLED}`],
      ['p99', `histogram_quantile(0.99, sum by (service, method, le) (${bucket})) and on (service, method) ${CALLED}`],
    ],
  },
  [override({ column: 'p99' }, { unit: 's' })],
);

const bounds = lines(
  {
    title: 'What bounds refuse',
    description: 'Calls, streams and connections a second that a bound refused or cut off.',
    cure: 'For a quarter of an hour: CxBoundsRefuse in the runbook. Who it is: cx audit list, and the log.',
    unitOf: EXPORTED_METRICS.boundRefusalsTotal,
    queries: [['{{bound}}', `sum by (bound) (rate(${name('boundRefusalsTotal')}${RATE}))`]],
  },
  { min: 0 },
);

const restAnswers = (codes: string) => `sum(rate(${name('restAnswersTotal')}{code=~"${codes}"}${RATE}))`;

const rest = lines(
  {
    title: 'Answers of the REST API',
    description:
      'Answers a second by HTTP: given, already known to the client (304), refused, failed. No line: it is switched off.',
    cure: 'Failed: the log of scoring has the error. Refused: docs/rest.md says what each code means; the panels of calls show the reasons.',
    unitOf: EXPORTED_METRICS.restAnswersTotal,
    queries: [
      ['given', restAnswers('200')],
      ['known', restAnswers('304')],
      ['refused', restAnswers('4..')],
      ['failed', restAnswers('5..')],
    ],
  },
  { min: 0 },
);

/** For an SRE: are calls answered, how fast, and who is refused? */
export const cxApi: Dashboard = board({
  uid: 'cx-api',
  title: 'API and callers',
  description: 'Whether calls are answered, how fast, and who is refused.',
  variables: [variable('service', 'grpcServerHandledTotal')],
  panels: rows([
    ['Are calls answered?', calls, failing],
    ['With what, and how fast?', codes, slow],
    ['Which methods, and what is refused?', methods, bounds],
    ['What does HTTP answer?', rest],
    ['Who was denied, and is it on record?', denied, auditLogs],
    ['Are closed periods signed?', signatures, signingKeyAge],
    ['Is money shared out?', payouts],
  ]),
});
