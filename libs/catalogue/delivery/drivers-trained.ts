import { defineMetric } from '../metric.js';
import { completedInTime, TRAINING, type Training } from '../training.js';

/** Did the drivers have the training that the work needs, in time? It leads: customers feel later what is missing here. */
export const driversTrained = defineMetric({
  ...TRAINING,
  id: 'drivers_trained',
  source: 'delivery',
  title: 'Training coverage of the drivers',
  question: 'Did the drivers complete the training in time?',

  evaluate(training: Training) {
    return completedInTime(training);
  },
});
