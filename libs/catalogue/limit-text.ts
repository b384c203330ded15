import type { Duration } from '#libs/domain/duration.js';
import type { LimitException, LimitSet, LimitValue } from './limit-set.js';
import { keyOf } from './limit-set.js';
import { DIMENSION_NAMES, type Dimension, limitsOf, type Parameters } from './limits.js';

/** Limits as people read them. One meaning has one text, so the texts are what the hash of a definition covers. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** "20 seconds", "60 minutes", "24 hours", "7 days", "4 working hours of the calendar helpdesk". */
export function durationText(duration: Duration): string {
  switch (duration.kind) {
    case 'civil':
      return counted(duration.days, 'day');
    case 'elapsed':
      return duration.ms % MINUTE_MS === 0
        ? hoursOrMinutes(duration.ms, '')
        : counted(duration.ms / SECOND_MS, 'second');
    case 'working':
      return `${hoursOrMinutes(duration.ms, 'working ')} of the calendar ${duration.calendar}`;
  }
}

/** A share in parts per million as "60 %" or "12.5 %", exact. */
export function ppmText(ppm: number): string {
  const broken = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${Math.floor(ppm / 10_000)}${broken === '' ? '' : `.${broken}`} %`;
}

/** A list of words of the contract as documents write them: "instant or when_customer_acts"; "none". */
export function wordsText(words: readonly string[]): string {
  return words.map((word) => word.toLowerCase()).join(' or ') || 'none';
}

/** "phone or chat" */
function valueText(value: LimitValue): string {
  if (typeof value === 'number') return String(value);
  return 'kind' in value ? durationText(value) : wordsText([...value].sort());
}

/** "channel phone or chat: limit 3 minutes" */
export function exceptionText(metric: string, { when, limits }: LimitException): string {
  const conditions = DIMENSION_NAMES.flatMap((dimension) => {
    const words = when[dimension];
    return words === undefined
      ? []
      : [`${named(dimension)} ${[...words].sort().map(conditionText(dimension)).join(' or ')}`];
  });
  return `${conditions.join(' and ')}: ${limitTexts(metric, limits).join(', ')}`;
}

/** The limits as the parameters of a definition: a text for each, and the exceptions in their order. */
export function parametersOf(metric: string, { limits, exceptions }: LimitSet): Parameters {
  const own = limitsOf(metric).limits.map((spec) => [spec.name, valueText(limits[keyOf(spec)] as LimitValue)]);
  return {
    ...Object.fromEntries(own),
    ...(exceptions.length === 0 ? {} : { exceptions: exceptions.map((one) => exceptionText(metric, one)) }),
  };
}

/** The limits of a metric in one line: "limit 3 minutes"; empty for a metric without limits. */
export function limitsText(metric: string, limits: LimitSet['limits']): string {
  return limitTexts(metric, limits).join(', ');
}

function limitTexts(metric: string, limits: LimitSet['limits']): string[] {
  return limitsOf(metric).limits.map((spec) => `${named(spec.name)} ${valueText(limits[keyOf(spec)] as LimitValue)}`);
}

const named = (name: string) => name.replaceAll('_', ' ');

/** A service level is a text of the company; in quotes, it cannot be read as another condition. */
function conditionText(dimension: Dimension): (word: string) => string {
  return (word) => (dimension === 'service_level' ? JSON.stringify(word) : word.toLowerCase());
}

function hoursOrMinutes(ms: number, what: string): string {
  const isHours = ms % HOUR_MS === 0 && (ms > HOUR_MS || what !== '');
  return isHours ? counted(ms / HOUR_MS, `${what}hour`) : counted(ms / MINUTE_MS, `${what}minute`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
