import { type Objection, objectionToUnit, objectionToZone } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { CHANNELS, PRIORITIES } from '#libs/catalogue/support/contact.js';
import { isLanguage } from '#libs/domain/language.js';
import type { Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

interface ReceivedValue {
  /** The team that took the contact. */
  readonly unit: Unit;
  /** Of the customer. */
  readonly zone: Zone;
  /** A number of CHANNELS; 0 when it is not known. */
  readonly channel: number;
  /** A number of PRIORITIES; 0 when it is not known. */
  readonly priority: number;
  /** A BCP 47 tag; empty when it is not known. */
  readonly language: string;
}

/** A customer contacted the help desk. The first report counts. */
export const received = factKind({
  counts: 'first',
  check: ({ unit, zone, channel, priority, language }: ReceivedValue) =>
    objectionToUnit(unit, 'received.unit') ??
    objectionToZone(zone, 'received.zone') ??
    unknownChannel(channel) ??
    unknownPriority(priority) ??
    wrongLanguage(language),
  read: ({ unit, zone, channel, priority, language }, happenedAt) => ({
    ...{ name: 'received' as const, happenedAt, unit, zone },
    channel: CHANNELS.find(channel),
    priority: PRIORITIES.find(priority),
    language: language === '' ? undefined : language,
  }),
  describe: ({ unit, channel, priority, language }) => {
    const how = [CHANNELS.find(channel), PRIORITIES.find(priority)].map((word) =>
      word?.toLowerCase().replace('_', ' '),
    );
    const figures = [...how, language].filter((figure) => figure !== undefined && figure !== '');
    return [`taken by ${unit}`, ...figures].join(', ');
  },
  zone: ({ zone }) => zone,
});

function unknownChannel(channel: number): Objection | undefined {
  if (channel === 0 || CHANNELS.find(channel) !== undefined) return undefined;
  const detail = 'this version does not know the channel; leave it out when none fits';
  return { reason: 'CHANNEL_UNKNOWN', field: 'received.channel', detail };
}

function unknownPriority(priority: number): Objection | undefined {
  if (priority === 0 || PRIORITIES.find(priority) !== undefined) return undefined;
  const detail = 'this version does not know the priority; leave it out when none fits';
  return { reason: 'PRIORITY_UNKNOWN', field: 'received.priority', detail };
}

function wrongLanguage(language: string): Objection | undefined {
  if (language === '' || isLanguage(language)) return undefined;
  const detail = 'received.language is not a BCP 47 tag such as "de" or "pt-BR"';
  return { reason: 'LANGUAGE_INVALID', field: 'received.language', detail };
}
