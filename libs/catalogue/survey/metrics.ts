import type { Metric } from '../metric.js';
import type { CustomerAnswer } from './answer.js';
import { customerScore } from './customer-score.js';
import { customerScorePoints } from './customer-score-points.js';

/** Every definition of the survey's metrics. A definition that was published is never removed. */
export const SURVEY: readonly Metric<CustomerAnswer>[] = [customerScore, customerScorePoints];
