import { name } from './metric-name.js';

/** Of the period that "latest" means: the newest one with a measured index. */
const LATEST = 'period="latest"';

/** What the reader chose; a board without the variable shows all. */
export const CHOSEN = 'department=~"$department"';

/** One end or the middle of the index of each department. */
export function indexOf(
  key: 'indexPoints' | 'indexLowerPoints' | 'indexUpperPoints',
  account: 'accountable' | 'lived',
  chosen = '',
): string {
  return `max by (department) (${name(key)}{account="${account}",${LATEST}${chosen === '' ? '' : `,${chosen}`}})`;
}

/** By how much it moved in the time shown. */
export function moved(account: 'accountable' | 'lived'): string {
  return `max by (department) (delta(${name('indexPoints')}{account="${account}",${LATEST}}[$__range]))`;
}

/** A department whose support contacts and the like are made up, as its feeds say. */
export const GENERATED = `max by (department) (${name('feedCompleteThrough')}{mode="generated"})`;

/** From when on each live feed is late. */
const LATE = `max by (department, feed) (${name('feedLate')})`;

/** Live feeds that have declared nothing for longer than feeds.yaml lets them. */
export const FEEDS_BEHIND = `count(time() > ${LATE}) or vector(0)`;

/** Live feeds that have declared nothing for more than half of the time that feeds.yaml lets them. */
export const FEEDS_SOON_BEHIND = `count(time() > (${LATE} + max by (department, feed) (${name('feedCompleteThrough')}{mode="live"})) / 2) or vector(0)`;
