import { dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { type Evaluation, hitIf } from './result.js';

/** A fact about a training of one person. No person is named: the id of the training is that of the enrolment. */
export type KnownOfTraining = TrainingOwed | TrainingCompleted;

interface TrainingOwed {
  readonly about: 'training';
  readonly name: 'training_owed';
  readonly happenedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
  readonly dueAt: Instant;
}

interface TrainingCompleted {
  readonly about: 'training';
  readonly name: 'training_completed';
  readonly happenedAt: Instant;
}

/** A training that a person of a unit needs for the work, and when it is to be completed. */
export interface Training {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly dueAt: Instant;
  readonly completedAt: Instant | undefined;
}

/** Whether a fact is about a training. */
export function isOfTraining(fact: { readonly name: string }): fact is KnownOfTraining {
  return fact.name === 'training_owed' || fact.name === 'training_completed';
}

/**
 * Makes the training from its facts. The first fact of each kind counts: a later date never helps.
 *
 * @param known  of one training, in order of time
 * @returns      undefined while it is not known by when it is to be completed
 */
export function trainingFrom(known: readonly KnownOfTraining[]): Training | undefined {
  const owed = known.find((fact) => fact.name === 'training_owed');
  if (owed === undefined) return undefined;
  const completed = known.find(({ name }) => name === 'training_completed');
  return { unit: owed.unit, zone: owed.zone, dueAt: owed.dueAt, completedAt: completed?.happenedAt };
}

/** What the definitions of all departments have in common: a leading diagnostic, seen before customers feel it. */
export const TRAINING = {
  definition: 1,
  codeVersion: 1,
  parameters: {},
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  reportedBy: 'SELF',
  population: 'Trainings that persons of a unit need for their work, each once.',
  hit: 'Completed at the instant by which it was first to be completed, or before.',
  missesAre: 'trainings that were not completed in time',
  datedBy: 'day by which it is to be completed, where the unit is',
  judged: 'at the instant by which it is to be completed',
} as const;

/** Was it completed in time? */
export function completedInTime({ unit, zone, dueAt, completedAt }: Training): Evaluation {
  return { unit, day: dayOf(dueAt, zone), dueAt, result: hitIf(completedAt !== undefined && completedAt <= dueAt) };
}
