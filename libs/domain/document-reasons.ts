import { spec } from './reason-spec.js';

/** Why a document of the company is not proposed or not published. They are part of the one list, `REASONS`. */
export const DOCUMENT_REASONS = {
  DOCUMENT_NAME_USED: spec(
    'FAILED_PRECONDITION',
    'Another version has this name; a published version never changes, so give the document a new name.',
  ),
  PERIODS_NAMED_TWICE: spec('FAILED_PRECONDITION', 'A published ruleset names the same period; one ruleset judges it.'),
  FIRST_DAY_PASSED: spec(
    'FAILED_PRECONDITION',
    'The first day of the document has begun. With allow_after_first_day it is taken, and what it decides is never payable.',
  ),
  VERSION_NOT_LATEST: spec('FAILED_PRECONDITION', 'expected_latest_version is not the newest version.'),
  NOT_PROPOSED: spec(
    'FAILED_PRECONDITION',
    'No open proposal has this content; a person with the role rules_author proposes it first, then another person publishes it.',
  ),
  SAME_PERSON: spec(
    'FAILED_PRECONDITION',
    'The caller has proposed this document; another person with the role rules_publisher publishes it.',
  ),
  PROPOSAL_OUTDATED: spec(
    'FAILED_PRECONDITION',
    'Another version was published since this was proposed; compare it with that version, and propose it again.',
  ),
  PUBLISHER_DIFFERS: spec(
    'INVALID_ARGUMENT',
    'published_by names another person than the caller; leave it empty, the caller is the publisher.',
  ),
  PROPOSAL_UNKNOWN: spec('NOT_FOUND', 'There is no such proposal; ListProposals names those that are open.'),
  DOCUMENT_KIND_UNKNOWN: spec(
    'INVALID_ARGUMENT',
    'Documents are published of the kinds company, departments, metrics, ruleset, feeds, access, events, pay-plan, export-profiles and webhooks.',
  ),
  DOCUMENT_INVALID: spec(
    'INVALID_ARGUMENT',
    'The document has mistakes; PreconditionFailure names each with its place. Check it with cx company lint.',
  ),
  DOCUMENT_NEEDED: spec(
    'FAILED_PRECONDITION',
    'A document that is published refers to something that this one lacks; keep it, or publish the next version of that document first.',
  ),
  COMPANY_NOT_PUBLISHED: spec(
    'FAILED_PRECONDITION',
    'The zone of the company decides when the first day of a document begins; publish the document company first.',
  ),
  DEFINITION_CHANGED: spec(
    'FAILED_PRECONDITION',
    'A published version of a metric says something else now; leave it as it was published, and append a version.',
  ),
  EVENT_IN_FROZEN_PERIOD: spec(
    'FAILED_PRECONDITION',
    'The document adds, changes or removes an event of a period that has a snapshot; leave it as it is published, events of an open period may change.',
  ),
  DEFINITION_REMOVED: spec(
    'FAILED_PRECONDITION',
    'A published version of a metric is missing; put it back and, if the metric is not asked any more, append one with asked: false.',
  ),
} as const;
