import { describe, expect, it } from 'vitest';
import { CHAIN_FAULTS } from '#libs/audit/chain/fault.js';
import {
  ATTEMPT_OUTCOMES,
  ATTEMPT_REASONS,
  COLLECTION_PROBLEMS,
  DAMAGE_ORIGINS,
  DELIVERY_PLACES,
  ESCALATION_RULINGS,
  FEE_CAUSES,
  FEEDBACK_SENTIMENTS,
  INSTRUCTION_RESULTS,
  PROOF_KINDS,
  SCAN_POINTS,
} from '#libs/catalogue/delivery/report.js';
import { CANCEL_CAUSES, CANCELING_PARTIES } from '#libs/catalogue/ordering/cancellation.js';
import { DEFECT_CAUSES } from '#libs/catalogue/ordering/defect.js';
import { PAYMENT_OUTCOMES, SETTLEMENTS } from '#libs/catalogue/ordering/payment.js';
import { CAUSING_DEPARTMENTS, VOUCHER_CAUSES } from '#libs/catalogue/ordering/voucher.js';
import { AUDIT_RESULTS } from '#libs/catalogue/support/audit.js';
import { COMMITMENTS } from '#libs/catalogue/support/commitments.js';
import { COMPLAINT_CAUSES, PARTIES } from '#libs/catalogue/support/complaint.js';
import { CHANNELS, PRIORITIES } from '#libs/catalogue/support/contact.js';
import { DAMAGE_CAUSES, PACKAGING_FAULTS } from '#libs/catalogue/warehouse/handled-parcel.js';
import { Audited, Role, Scope } from '#libs/contracts/cx/access/v1/access.js';
import { AuditFault } from '#libs/contracts/cx/audit/v1/audit.js';
import { Class, Fulfilment, Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { Ground, RulingOutcome, SecondAnswer } from '#libs/contracts/cx/contests/v1/contests.js';
import {
  AttemptOutcome,
  AttemptReason,
  CollectionProblem,
  DamageOrigin,
  DeliveryPlace,
  EscalationRuling,
  FeeCause,
  FeedbackSentiment,
  InstructionResult,
  ProofKind,
  ScanPoint,
} from '#libs/contracts/cx/delivery/v1/delivery.js';
import {
  CancelCause,
  CancelingParty,
  CausingDepartment,
  CorrectedData,
  DefectCause,
  OrderStage,
  PaymentMethod,
  PaymentOutcome,
  Settlement,
  VoucherCause,
} from '#libs/contracts/cx/ordering/v1/ordering.js';
import { ShardState } from '#libs/contracts/cx/scoring/v1/counts.js';
import { IndexState } from '#libs/contracts/cx/scoring/v1/scoring.js';
import {
  AuditResult,
  Channel,
  Commitment,
  ComplaintCause,
  Party,
  Priority,
} from '#libs/contracts/cx/support/v1/support.js';
import { DamageCause, PackagingFault } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { AUDITED, ROLES, SCOPES } from '#libs/domain/access.js';
import { GROUNDS } from '#libs/domain/contest.js';
import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { FULFILMENTS } from '#libs/domain/promise.js';
import { RULING_OUTCOMES, SECOND_ANSWERS } from '#libs/domain/ruling.js';
import { CORRECTED_DATA } from '#services/ordering/facts/data-corrected.js';
import { PAYMENT_METHODS } from '#services/ordering/facts/payments.js';
import { ORDER_STAGES } from '#services/ordering/facts/planned.js';
import { INDEX_STATES } from '#services/scoring/answers/index-state.js';
import { SHARD_STATES } from '#services/scoring/counts/read.js';
import { type Source, sourceOf, sources } from './source.js';

const ENUMS = [
  ['role', ROLES, Role, 'ROLE_'],
  ['scope', SCOPES, Scope, 'SCOPE_'],
  ['audited', AUDITED, Audited, 'AUDITED_'],
  ['class', CLASSES, Class, 'CLASS_'],
  ['origin', ORIGINS, Origin, 'ORIGIN_'],
  ['index state', INDEX_STATES, IndexState, 'INDEX_STATE_'],
  ['payment method', PAYMENT_METHODS, PaymentMethod, 'PAYMENT_METHOD_'],
  ['channel', CHANNELS, Channel, 'CHANNEL_'],
  ['priority', PRIORITIES, Priority, 'PRIORITY_'],
  ['commitment', COMMITMENTS, Commitment, 'COMMITMENT_'],
  ['audit result', AUDIT_RESULTS, AuditResult, 'AUDIT_RESULT_'],
  ['party', PARTIES, Party, 'PARTY_'],
  ['complaint cause', COMPLAINT_CAUSES, ComplaintCause, 'COMPLAINT_CAUSE_'],
  ['fulfilment', FULFILMENTS, Fulfilment, 'FULFILMENT_'],
  ['settlement', SETTLEMENTS, Settlement, 'SETTLEMENT_'],
  ['scan point', SCAN_POINTS, ScanPoint, 'SCAN_POINT_'],
  ['attempt outcome', ATTEMPT_OUTCOMES, AttemptOutcome, 'ATTEMPT_OUTCOME_'],
  ['attempt reason', ATTEMPT_REASONS, AttemptReason, 'ATTEMPT_REASON_'],
  ['proof kind', PROOF_KINDS, ProofKind, 'PROOF_KIND_'],
  ['delivery place', DELIVERY_PLACES, DeliveryPlace, 'DELIVERY_PLACE_'],
  ['instruction result', INSTRUCTION_RESULTS, InstructionResult, 'INSTRUCTION_RESULT_'],
  ['damage origin', DAMAGE_ORIGINS, DamageOrigin, 'DAMAGE_ORIGIN_'],
  ['fee cause', FEE_CAUSES, FeeCause, 'FEE_CAUSE_'],
  ['escalation ruling', ESCALATION_RULINGS, EscalationRuling, 'ESCALATION_RULING_'],
  ['feedback sentiment', FEEDBACK_SENTIMENTS, FeedbackSentiment, 'FEEDBACK_SENTIMENT_'],
  ['collection problem', COLLECTION_PROBLEMS, CollectionProblem, 'COLLECTION_PROBLEM_'],
  ['damage cause', DAMAGE_CAUSES, DamageCause, 'DAMAGE_CAUSE_'],
  ['packaging fault', PACKAGING_FAULTS, PackagingFault, 'PACKAGING_FAULT_'],
  ['payment outcome', PAYMENT_OUTCOMES, PaymentOutcome, 'PAYMENT_OUTCOME_'],
  ['canceling party', CANCELING_PARTIES, CancelingParty, 'CANCELING_PARTY_'],
  ['cancel cause', CANCEL_CAUSES, CancelCause, 'CANCEL_CAUSE_'],
  ['corrected data', CORRECTED_DATA, CorrectedData, 'CORRECTED_DATA_'],
  ['order stage', ORDER_STAGES, OrderStage, 'ORDER_STAGE_'],
  ['defect cause', DEFECT_CAUSES, DefectCause, 'DEFECT_CAUSE_'],
  ['voucher cause', VOUCHER_CAUSES, VoucherCause, 'VOUCHER_CAUSE_'],
  ['causing department', CAUSING_DEPARTMENTS, CausingDepartment, 'CAUSING_DEPARTMENT_'],
  ['audit fault', CHAIN_FAULTS, AuditFault, 'AUDIT_FAULT_'],
  ['ground', GROUNDS, Ground, 'GROUND_'],
  ['outcome of a ruling', RULING_OUTCOMES, RulingOutcome, 'RULING_OUTCOME_'],
  ['second answer', SECOND_ANSWERS, SecondAnswer, 'SECOND_ANSWER_'],
  ['shard state', SHARD_STATES, ShardState, 'SHARD_STATE_'],
] as const;

/** A word beside its number, or a number of the contract: a second table. */
const SECOND_TABLE = /\b(ACCOUNTABLE|EXCLUDED|OTHERS|REPORTED|IMPORTED|GENERATED)'?:\s*\d|\.(CLASS|ORIGIN)_[A-Z]+\b/;
const HOME = 'libs/domain/observation.ts';

const tables = (files: readonly Source[]) =>
  files.filter(({ path, code }) => path !== HOME && SECOND_TABLE.test(code)).map(({ path }) => path);

describe('the words of an enumeration', () => {
  it.each(ENUMS)('%s has the numbers of the contract, and a word for each of them', (_, words, contract, prefix) => {
    const sent = Object.entries(contract).filter(([, number]) => typeof number === 'number' && number > 0);
    const ours = words.words.map((word) => `${prefix}${word.toUpperCase()}`);
    expect(ours).toEqual(sent.map(([name]) => name));
    for (const [name, number] of sent) expect(`${prefix}${words.wordOf(Number(number)).toUpperCase()}`).toBe(name);
  });

  it('of class and origin stand beside their numbers in one file only', () => {
    const code = sources().filter(({ path, isTest }) => !isTest && /^(libs|services)\//.test(path));
    expect(tables(code)).toEqual([]);
  });

  it.each(['const CLASS_NUMBER = { ACCOUNTABLE: 1 };', "new Map([[Origin.ORIGIN_REPORTED, 'REPORTED']]);"])(
    'a second table would be found: %s',
    (code) => {
      expect(tables([sourceOf('services/scoring/x.ts', code)])).toHaveLength(1);
    },
  );
});
