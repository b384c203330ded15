import type { PeriodEvent } from './history.js';

/** Whether a department is on hold: its figures wait, those of the others go on. */
export function isHeld(events: readonly PeriodEvent[], department: string): boolean {
  const newest = events.findLast(
    ({ kind, department: one }) => (kind === 'HELD' || kind === 'RELEASED') && one === department,
  );
  return newest?.kind === 'HELD';
}

/** The holds that stand, in order of time. */
export function holdsOf(events: readonly PeriodEvent[]): readonly PeriodEvent[] {
  const last = (department: string | undefined) =>
    events.findLast(({ kind, department: one }) => kind === 'HELD' && one === department);
  return events.filter((event) => {
    const { kind, department = '' } = event;
    return kind === 'HELD' && isHeld(events, department) && last(department) === event;
  });
}
