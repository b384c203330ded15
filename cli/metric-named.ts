import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { didYouMean } from '#libs/domain/nearest.js';
import { isSource, type Source } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { UsageError } from './command.js';
import { scoring } from './connect.js';
import { lastOf } from './names.js';

/** A metric and the department whose it is. */
export interface AskedMetric {
  readonly id: string;
  readonly source: Source;
}

/** The metric of a name. Metrics of the company's own departments are known to scoring only. @throws {UsageError} */
export async function metricNamed(name: string): Promise<AskedMetric> {
  const [builtIn] = CATALOGUE.named(name);
  if (builtIn !== undefined) return builtIn;
  const names = CATALOGUE.all.map(({ id }) => id);
  const question = { parent: 'departments/-', pageSize: 500, pageToken: '' };
  const { metrics } = await ask(scoring(), 'listMetrics', question).catch((error: unknown) => {
    // Without scoring a near name is the better answer.
    if (didYouMean(name, names) === '') throw error;
    return { metrics: [] };
  });
  const own = metrics.find((metric) => lastOf(metric.name) === name);
  if (own !== undefined && isSource(own.owner)) return { id: name, source: own.owner };
  const known = [...names, ...metrics.map((metric) => lastOf(metric.name))];
  throw new UsageError(`There is no metric ${name}.${didYouMean(name, known) || ' cx metrics lists them.'}`);
}
