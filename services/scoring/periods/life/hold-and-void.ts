import { CxError } from '#libs/domain/error.js';
import { isHeld } from './holds.js';
import type { Life } from './read-life.js';
import { type Asking, requirePeople, type Stepping, takeStep } from './take-step.js';

export interface Holding extends Asking {
  readonly department: string;
  readonly reason: string;
}

/**
 * Puts a department of a period on hold, or releases it.
 *
 * @throws {CxError} what `takeStep` throws; DEPARTMENT_UNKNOWN, HOLD_OWN_DEPARTMENT, HOLD_UNCHANGED
 */
export function holdDepartment(stepping: Stepping, kind: 'HELD' | 'RELEASED', holding: Holding): Promise<Life> {
  const { department, reason, by } = holding;
  return takeStep(stepping, kind === 'HELD' ? 'HOLD' : 'RELEASE', holding, async ({ history, ruleset }) => {
    if (![...ruleset.departments.keys()].some((one) => one === department)) {
      throw new CxError('DEPARTMENT_UNKNOWN', `${ruleset.name} weighs no department ${department}`, {
        field: 'department',
      });
    }
    const isOutsider = !by.departments.includes(department);
    requirePeople(isOutsider, 'HOLD_OWN_DEPARTMENT', `${by.name} belongs to ${department}`, 'department');
    const isOn = isHeld(history.events, department);
    const message = `${department} is ${isOn ? '' : 'not '}on hold`;
    requirePeople(isOn === (kind === 'RELEASED'), 'HOLD_UNCHANGED', message, 'department');
    return { kind, department, reason };
  });
}

/**
 * Voids a period. The first person asks for it, and the period goes on; a second one voids it.
 *
 * @throws {CxError} what `takeStep` throws; VOID_SAME_PERSON
 */
export function voidPeriod(stepping: Stepping, asking: Asking & { readonly reason: string }): Promise<Life> {
  const { by, reason } = asking;
  return takeStep(stepping, 'VOID', asking, async ({ history }) => {
    const asked = history.events.filter(({ kind }) => kind === 'VOID_ASKED');
    if (asked.length === 0) return { kind: 'VOID_ASKED', reason };
    requirePeople(
      asked.some((one) => one.by !== by.name),
      'VOID_SAME_PERSON',
      `${by.name} has asked for it`,
    );
    return { kind: 'VOIDED', reason };
  });
}
