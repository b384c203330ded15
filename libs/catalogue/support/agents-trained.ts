import { defineMetric } from '../metric.js';
import { completedInTime, TRAINING, type Training } from '../training.js';

/** Did the agents of the help desk have the training that the work needs, in time? It leads: customers feel later what is missing here. */
export const agentsTrained = defineMetric({
  ...TRAINING,
  id: 'agents_trained',
  source: 'support',
  title: 'Training coverage of the agents of the help desk',
  question: 'Did the agents of the help desk complete the training in time?',

  evaluate(training: Training) {
    return completedInTime(training);
  },
});
