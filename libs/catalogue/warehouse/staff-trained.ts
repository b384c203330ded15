import { defineMetric } from '../metric.js';
import { completedInTime, TRAINING, type Training } from '../training.js';

/** Did the staff of the warehouse have the training that the work needs, in time? It leads: customers feel later what is missing here. */
export const staffTrained = defineMetric({
  ...TRAINING,
  id: 'staff_trained',
  source: 'warehouse',
  title: 'Training coverage of the staff of the warehouse',
  question: 'Did the staff of the warehouse complete the training in time?',

  evaluate(training: Training) {
    return completedInTime(training);
  },
});
