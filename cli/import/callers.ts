import { setTimeout as pause } from 'node:timers/promises';
import type { ListFeedsResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { UsageError } from '../command.js';
import { factsOf } from '../connect.js';
import { answerOf, type WhenAway } from './when-away.js';

/** The names that departments know the reporting feed by. */
export type FeedNames<Department extends Source = Source> = Readonly<Record<Department, string>>;

/** How long a department may take until a document that was just published has reached it. */
const WAIT_MS = 5_000;
const PAUSE_MS = 200;

/**
 * The name by which each department knows the feed: the one that is stated, or the only feed that the document `feeds` lets report to it
 * today. Each department is asked itself, since it decides about the calls.
 *
 * @param stated  the option --caller; empty when it was not given
 * @throws {UsageError}    when the document permits no feed, or several
 * @throws {ServiceError}  of grpc-js when a department does not answer
 */
export async function feedNames<Department extends Source>(
  departments: readonly Department[],
  stated: string,
  whenAway: WhenAway = 'fail',
): Promise<FeedNames<Department>> {
  const name = (department: Department) => stated || onlyFeedOf(department, whenAway);
  const found = departments.map(async (department) => [department, await name(department)] as const);
  return Object.fromEntries(await Promise.all(found)) as FeedNames<Department>;
}

async function onlyFeedOf(department: Source, whenAway: WhenAway): Promise<string> {
  const facts = factsOf(department);
  const ask = () => answerOf(department, whenAway, () => call(facts, 'listFeeds', {}));
  try {
    const until = Date.now() + WAIT_MS;
    let listed = await ask();
    while (listed.feedsVersion === 0 && Date.now() < until) {
      await pause(PAUSE_MS);
      listed = await ask();
    }
    return onlyFeed(department, listed);
  } finally {
    facts.close();
  }
}

const byTwoPeople = (what: string) =>
  `Let one person propose ${what} with cx company propose, and another one publish it with cx company publish`;

/** @throws {UsageError} when there is not exactly one */
export function onlyFeed(
  department: Source,
  { feedsVersion, permitted }: Pick<ListFeedsResponse, 'feedsVersion' | 'permitted'>,
): string {
  const [first, ...others] = permitted.map(({ feed }) => feed);
  if (first !== undefined && others.length === 0) return first;
  if (feedsVersion === 0)
    throw new UsageError(
      `${department} has no document feeds yet. ${byTwoPeople('feeds.yaml')}, or name the feed: --caller my-shop`,
    );
  if (first === undefined)
    throw new UsageError(`feeds.yaml lets no feed report to ${department}. ${byTwoPeople('a version that does')}.`);
  throw new UsageError(
    `feeds.yaml lets ${[first, ...others].join(', ')} report to ${department}. Name one of them: --caller ${first}`,
  );
}
