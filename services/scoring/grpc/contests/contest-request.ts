import { REF_BYTES } from '#libs/batches/format/cells.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type {
  AnswerContestRequest,
  ConfirmRulingRequest,
  ContestCaseRequest,
  DecideContestRequest,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { CASE_GROUNDS } from '#libs/domain/contest.js';
import { CxError } from '#libs/domain/error.js';
import { problemOfId } from '#libs/domain/id.js';
import { RULING_OUTCOMES, SECOND_ANSWERS } from '#libs/domain/ruling.js';
import { isBuiltIn, isDepartment, type Source } from '#libs/domain/source.js';
import { type Instant, isDay } from '#libs/domain/time.js';
import { isUnit, UNATTRIBUTED } from '#libs/domain/unit.js';
import { redacted } from '#libs/runtime/redact.js';
import type { ContestRequest } from '../../contests/contest-case.js';
import type { Answering, Deciding } from '../../contests/decide-contest.js';
import type { AnsweringContest } from '../../contests/hear-party.js';
import { requireRequestId } from '../request-id.js';
import { writtenText } from '../written-text.js';
import { contestIn, sourceIn } from './contest-names.js';

/**
 * Reads what a department contests. Whether it is charged with the case is asked later.
 *
 * @throws {CxError} NAME_INVALID, REQUEST_ID_INVALID, METRIC_UNKNOWN, CASE_ID_INVALID, DAY_INVALID, GROUND_UNKNOWN, EVIDENCE_INVALID,
 *                   PARTY_INVALID
 */
export function contestFrom(
  request: ContestCaseRequest,
  { name: openedBy, now: openedAt }: { readonly name: string; readonly now: Instant },
  departments: readonly Source[],
): ContestRequest {
  const department = sourceIn(request.parent, 'parent');
  const judgedBy = sourceIn(request.judgedBy, 'judged_by');
  const { requestId, caseRef, day, evidence } = request;
  requireRequestId(requestId);
  if (caseRef.length !== REF_BYTES)
    throw new CxError('CASE_ID_INVALID', 'case_ref has 16 bytes, as the lists of cases state it', {
      field: 'case_ref',
    });
  if (!isDay(day)) throw new CxError('DAY_INVALID', 'day is a civil date', { field: 'day' });
  const ground = CASE_GROUNDS.find(request.ground);
  if (ground === undefined) throw unknownGround(CASE_GROUNDS.words);
  requireReference(evidence, 'evidence');
  const responsible = request.responsible === '' ? '' : partyFrom(request.responsible, 'responsible', departments);
  const metric = metricFrom(request.metric, judgedBy);
  return {
    department,
    judgedBy,
    metric,
    caseRef: Buffer.from(caseRef),
    day,
    ground,
    evidence,
    responsible,
    openedBy,
    openedAt,
    requestId,
  };
}

export function unknownGround(words: readonly string[]): CxError {
  return new CxError('GROUND_UNKNOWN', `a ground is one of ${words.join(', ')}`, { field: 'ground' });
}

/** A reference that others can look up. What looks like personal data or a secret is refused. @throws {CxError} EVIDENCE_INVALID */
export function requireReference(text: string, field: string): void {
  const wrong = problemOfId(text);
  if (wrong !== undefined) throw new CxError('EVIDENCE_INVALID', `${field} ${wrong.problem}: ${wrong.cure}`, { field });
  if (redacted(text) !== text)
    throw new CxError('EVIDENCE_INVALID', `${field} holds what looks like a mail address or a secret`, { field });
}

/**
 * A party that may answer for a miss: a department of this installation, or a party outside as misses name it.
 *
 * @throws {CxError} PARTY_INVALID
 */
export function partyFrom(text: string, field: string, departments: readonly Source[]): string {
  const isParty = isUnit(text) && text !== UNATTRIBUTED && !/^(event|ruling)(\/|$)/.test(text);
  if (isParty && (!isDepartment(text) || departments.includes(text))) return text;
  throw new CxError('PARTY_INVALID', `${field} is a department, "customer" or a path such as partner/acme`, { field });
}

const MOST_CITES = 20;

/** What a reviewer decides. @throws {CxError} REQUEST_ID_INVALID, OUTCOME_UNKNOWN, PARTY_INVALID, REASON_MISSING, EVIDENCE_INVALID */
export function decisionFrom(
  request: DecideContestRequest,
  departments: readonly Source[],
  decidedAt: Instant,
): Deciding {
  const { requestId, chargedTo, reason, evidence, replaces, cites } = request;
  const contest = contestIn(request.name).number;
  requireRequestId(requestId);
  const outcome = RULING_OUTCOMES.find(request.outcome);
  if (outcome === undefined)
    throw new CxError('OUTCOME_UNKNOWN', `an outcome is one of ${RULING_OUTCOMES.words.join(', ')}`, {
      field: 'outcome',
    });
  if (outcome === 'CHARGED') partyFrom(chargedTo, 'charged_to', departments);
  else if (chargedTo !== '')
    throw new CxError('PARTY_INVALID', 'charged_to is empty unless the outcome is CHARGED', { field: 'charged_to' });
  writtenText(reason);
  requireReference(evidence, 'evidence');
  if (cites.length > MOST_CITES)
    throw new CxError('EVIDENCE_INVALID', `cites has at most ${MOST_CITES} records`, { field: 'cites' });
  for (const one of cites) requireReference(one, 'cites');
  return { contest, requestId, outcome, chargedTo, reason, evidence, replaces, decidedAt, cites };
}

/** What a second reviewer answers. @throws {CxError} NAME_INVALID, ANSWER_UNKNOWN, REASON_MISSING, EVIDENCE_INVALID */
export function answerFrom(request: ConfirmRulingRequest, now: Instant): Answering {
  const contest = contestIn(request.name).number;
  const answer = SECOND_ANSWERS.find(request.answer);
  if (answer === undefined)
    throw new CxError('ANSWER_UNKNOWN', `an answer is one of ${SECOND_ANSWERS.words.join(', ')}`, { field: 'answer' });
  writtenText(request.reason);
  return { contest, decision: request.decision, answer, reason: request.reason, now };
}

const MOST_EVIDENCE = 5;

/** What a department that was told of a contest answers. @throws {CxError} NAME_INVALID, REASON_MISSING, EVIDENCE_INVALID */
export function hearingAnswerFrom({ name, text, evidence }: AnswerContestRequest, now: Instant): AnsweringContest {
  const { reader: party, number: contest } = contestIn(name);
  if (party === undefined)
    throw new CxError('NAME_INVALID', 'name is written under the department that answers', { field: 'name' });
  writtenText(text, 'text');
  if (evidence.length > MOST_EVIDENCE)
    throw new CxError('EVIDENCE_INVALID', `evidence has at most ${MOST_EVIDENCE} references`, { field: 'evidence' });
  for (const one of evidence) requireReference(one, 'evidence');
  return { contest, party, text, evidence, now };
}

export function metricFrom(text: string, judgedBy: Source): string {
  const [definition] = CATALOGUE.named(text);
  if (definition !== undefined) return definition.recordedAs;
  if (isBuiltIn(judgedBy) || text === '')
    throw new CxError('METRIC_UNKNOWN', `${judgedBy} judges no metric of that name`, { field: 'metric' });
  return text;
}
