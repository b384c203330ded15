import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type DeliveryFact, DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { type SurveyFact, SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { call } from '#libs/grpc/client.js';
import { FEEDS } from '#test/real-orders/feeds.js';
import { client } from '#test/stack/client.js';
import type { TestInstallation } from '#test/stack/installation.js';

const EVERY_MS = 500;
/** How late its facts are. */
export const LATE_MS = 2 * 3_600_000;

/** What feeds report badly, twice a second until it is stopped: late, repeated, refused and contradicting facts, all of them REPORTED. */
export function poorFacts(
  { addresses }: Pick<TestInstallation, 'addresses'>,
  feeds: Pick<typeof FEEDS, 'survey' | 'delivery'> = FEEDS,
): { stop(): void } {
  const survey = client(SurveyServiceClient, addresses.survey, feeds.survey);
  const delivery = client(DeliveryServiceClient, addresses.delivery, feeds.delivery);
  const origin = Origin.ORIGIN_REPORTED;
  let round = 0;
  const timer = setInterval(() => {
    round += 1;
    const facts = [answer(round, 4), answer(round - 1, 4), answer(round, 9)];
    void call(survey, 'recordSurveyFacts', { facts, origin }).catch(() => undefined);
    const twice = [delivered(round, 0), delivered(round, 60_000)];
    void call(delivery, 'recordDeliveryFacts', { facts: twice, origin }).catch(() => undefined);
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      survey.close();
      delivery.close();
    },
  };
}

const begun = Date.now() - LATE_MS;

/** No score is above 5. */
function answer(round: number, score: number): SurveyFact {
  const happenedAt = new Date(begun + round * EVERY_MS);
  const what = { $case: 'answered' as const, value: { score } };
  return { factId: `poor-${round}-${score}`, orderId: `poor-${round}`, happenedAt, what };
}

/** A parcel is delivered once. */
function delivered(round: number, laterMs: number): DeliveryFact {
  const happenedAt = new Date(begun + round * EVERY_MS - laterMs);
  const what = { $case: 'delivered' as const, value: {} };
  return {
    factId: `poor-${round}-${laterMs}`,
    orderId: `poor-${round}`,
    parcelId: '',
    subjectId: '',
    happenedAt,
    what,
  };
}
