import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { name, RATE } from './metric-name.js';
import { lines, states, zeros } from './panels.js';

export const webhookAttempts = lines(
  {
    title: 'Messages to subscribers',
    description: 'Attempts a second: delivered, or failed by the reason why.',
    cure: 'docs/webhooks.md says what each reason means; the log of scoring names subscription and message.',
    unitOf: EXPORTED_METRICS.webhookAttemptsTotal,
    queries: [
      ['delivered', `sum(rate(${name('webhookAttemptsTotal')}{reason=""}${RATE}))`],
      ['{{reason}}', `sum by (reason) (rate(${name('webhookAttemptsTotal')}{reason!=""}${RATE})) > 0`],
    ],
  },
  { min: 0 },
);

export const webhookWaiting = states(
  {
    title: 'Since when a message waits',
    description:
      'How long the first message of each subscription has waited, and nothing while none waits. Red from an hour on.',
    cure: 'Red: CxWebhookWaits in the runbook.',
    unitOf: 's',
    queries: [['{{subscription}}', `time() - max by (subscription) (${name('webhookOldest')})`]],
  },
  { orange: 600, red: 3_600, decimals: 0 },
);

export const webhookDead = zeros({
  title: 'Messages given up',
  description: 'Messages of each subscription that were not delivered by the last attempt; 0 when all is well.',
  cure: 'Not 0: CxWebhookGivenUp in the runbook.',
  unitOf: EXPORTED_METRICS.webhookDead,
  queries: [['{{subscription}}', `max by (subscription) (${name('webhookDead')})`]],
});
