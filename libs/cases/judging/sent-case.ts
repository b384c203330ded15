import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { type CaseRuling, RULING_OUTCOMES } from '#libs/domain/ruling.js';
import type { SentRows } from '#libs/postgres/sent-rows.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { PublishedMilestone } from '../milestones/outgoing-milestones.js';
import { AS_KNOWN, DUE_STATES } from './due-state.js';
import type { CurrentVerdict, Due } from './verdict.js';

/** The rows of read-cases.sql. The columns are asked for in the order in which they stand there. */

export function factOf(row: SentRows): StoredFact {
  return {
    part: row.text(),
    factId: row.text(),
    feed: row.text(),
    kind: row.text(),
    happenedAt: row.instant(),
    recordedAt: row.instant(),
    withdraws: row.textOrNull(),
    origin: ORIGINS.wordOf(row.integer()),
    body: row.bytea(),
  };
}

export function verdictOf(row: SentRows): CurrentVerdict {
  return {
    part: row.text(),
    metric: row.text(),
    unit: row.text(),
    version: row.integer(),
    definition: row.integer(),
    day: row.day(),
    class: CLASSES.wordOf(row.integer()),
    reason: row.text(),
    responsible: row.text(),
    origin: ORIGINS.wordOf(row.integer()),
    hits: row.integer(),
    misses: row.integer(),
    cause: row.text(),
  };
}

export function dueOf(row: SentRows): Due {
  return {
    part: row.text(),
    metric: row.text(),
    definition: row.integer(),
    unit: row.text(),
    day: row.day(),
    dueAt: row.instant(),
    state: DUE_STATES.wordOf(row.integer()),
    asKnown: AS_KNOWN.wordOf(row.integer()),
  };
}

export function rulingOf(row: SentRows): CaseRuling {
  return {
    number: row.integer(),
    contest: row.integer(),
    metric: row.text(),
    party: row.text(),
    outcome: RULING_OUTCOMES.wordOf(row.integer()),
    chargedTo: row.text(),
  };
}

export function milestoneOf(row: SentRows): PublishedMilestone {
  return {
    name: row.text(),
    part: row.text(),
    revision: row.integer(),
    withdrawn: row.boolean(),
    content: row.bytea(),
  };
}
