import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { Mistake } from '../finding.js';

/** An unknown key below "metrics" is a metric that does not exist, or one that is called by its recorded name. */
export function unknownMetric({ path, reason, cure, ...mistake }: Mistake): Mistake | undefined {
  if (reason !== 'KEY_UNKNOWN' || path.length !== 2 || path[0] !== 'metrics') return undefined;
  const name = String(path[1]);
  const id = CATALOGUE.named(name)[0]?.id;
  if (id !== undefined)
    return {
      ...mistake,
      path,
      reason: 'METRIC_UNKNOWN',
      problem: `${name} is the recorded name of ${id}.`,
      cure: `Write ${id}.`,
    };
  return {
    ...mistake,
    path,
    reason: 'METRIC_UNKNOWN',
    problem: `There is no metric ${name}.`,
    cure: cure.replace('Keys', 'Metrics'),
  };
}
