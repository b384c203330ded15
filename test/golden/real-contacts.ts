import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { factsThatStand, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { evaluate, type MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { contactsFrom } from '#libs/catalogue/support/contact.js';
import { OF_CONTACT } from '#libs/catalogue/support/metrics.js';
import { isOfTraining } from '#libs/catalogue/training.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { groupBy } from '#libs/domain/group-by.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { realFile } from './real-file.js';

export type Row = Readonly<Record<string, string>>;

/** The rows of a file of real contacts, "helpdesk-event-log/helpdesk.csv.gz"; undefined where it is not there. No cell has a comma. */
export function realRows(name: string): readonly Row[] | undefined {
  const path = realFile(name);
  if (path === undefined) return undefined;
  const [head = '', ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [names[place] ?? '', cell])));
}

const KEY = Buffer.alloc(32, 1);
const NOW = Date.parse('2026-01-01T00:00:00Z');

/** A fact as a feed of the help desk reports it. */
export function reported(factId: string, contactId: string, at: number, what: ContactFact['what']): ContactFact {
  return ContactFact.fromPartial({ factId, contactId, happenedAt: new Date(at), what: what as never });
}

function stored(fact: ContactFact): StoredFact {
  const checked = supportFacts.check(KEY)(fact, 'IMPORTED', NOW);
  if (checked.is === 'refused') throw new Error(`${fact.factId}: ${checked.refusal.detail}`);
  return { ...checked.fact, feed: 'desk', recordedAt: NOW };
}

/** What all metrics of support say of real contacts, by the limits of the catalogue unless other rules are given. */
export function judged(facts: readonly ContactFact[], rules?: Rules): readonly MetricEvaluation[] {
  return [...groupBy(facts, ({ contactId }) => contactId).values()].flatMap((own) => {
    const inOrder = own.map(stored).sort((a, b) => a.happenedAt - b.happenedAt);
    const { facts: known } = supportFacts.knownOf(factsThatStand(inOrder));
    const contacts = contactsFrom(known.flatMap((fact) => (isOfTraining(fact) ? [] : [fact])));
    return contacts.flatMap((contact) =>
      rules === undefined ? evaluate(OF_CONTACT, contact) : evaluateBy(rules, OF_CONTACT, contact),
    );
  });
}

/** Hits and cases of a metric, in the units that begin with a text. */
export function countOf(evaluations: readonly MetricEvaluation[], id: string, unit = ''): readonly [number, number] {
  const own = evaluations.filter(({ metric, unit: of }) => metric.id === id && of.startsWith(unit));
  return [own.reduce((sum, { result }) => sum + result.hits, 0), own.length];
}
