import { AuditServiceClient } from '#libs/contracts/cx/audit/v1/audit.js';
import { BatchServiceClient } from '#libs/contracts/cx/batches/v1/batches.js';
import { AdjustmentServiceClient } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { ExportServiceClient } from '#libs/contracts/cx/bonus/v1/export.js';
import { PeriodServiceClient } from '#libs/contracts/cx/bonus/v1/period.js';
import { RecordServiceClient } from '#libs/contracts/cx/bonus/v1/record.js';
import { WebhookServiceClient } from '#libs/contracts/cx/bonus/v1/webhook.js';
import { ContestServiceClient } from '#libs/contracts/cx/contests/v1/contests.js';
import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { PayoutServiceClient } from '#libs/contracts/cx/payout/v1/payout.js';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { inOrder, isSource, type Source } from '#libs/domain/source.js';
import { client } from '#libs/grpc/client.js';
import { addressOf, readAddresses } from './addresses.js';
import { asFeed, asPerson } from './session/connections.js';

const addresses = () => readAddresses(process.env);
/** Processes that an installation may be without. */
const APART = ['signer', 'payout'] as const;
/** The person for whom cx acts, or another one of the demo, at the service that is meant. */
const as = (service: Source | 'scoring' | 'signer' | 'payout', person?: string) =>
  asPerson(process.env, person, service);

/** Indexes, explanations, comparisons. */
export const scoring = () => client(ScoringServiceClient, addresses().scoring, as('scoring'));
/** The stored truth behind them. */
export const counts = () => client(CountsServiceClient, addresses().scoring, as('scoring'));
/** Frozen bonus inputs. */
export const bonusInputs = (person?: string) =>
  client(BonusInputServiceClient, addresses().scoring, as('scoring', person));
/** The records of frozen bonus inputs. */
export const records = () => client(RecordServiceClient, addresses().scoring, as('scoring'));
/** What HR has taken over into other systems. */
export const exportsOf = () => client(ExportServiceClient, addresses().scoring, as('scoring'));
/** The life of periods. */
export const periods = (person?: string) => client(PeriodServiceClient, addresses().scoring, as('scoring', person));
/** What is corrected of closed periods. */
export const adjustments = (person?: string) =>
  client(AdjustmentServiceClient, addresses().scoring, as('scoring', person));
/** Messages to other systems. */
export const webhooks = () => client(WebhookServiceClient, addresses().scoring, as('scoring'));
/** The process that shares out pools; undefined where its address is not known: then cx computes by itself. */
export const payouts = (person?: string) => {
  const address = addresses().payout;
  return address === undefined ? undefined : client(PayoutServiceClient, address, as('payout', person));
};
/** What departments contest, and what is ruled about it. */
export const contests = (person?: string) => client(ContestServiceClient, addresses().scoring, as('scoring', person));
/** What the company has published about itself. */
export const documents = () => client(DocumentServiceClient, addresses().scoring, as('scoring'));
/** The same as another person of the demo. */
export const documentsAs = (person: string) =>
  client(DocumentServiceClient, addresses().scoring, as('scoring', person));
/** Feeds, evidence and intake of one source. */
export const factsOf = (source: Source, person?: string) =>
  client(FactsServiceClient, addressOf(source, addresses()), as(source, person));
/** The same, called as one of its feeds. */
export const factsAs = (source: Source, feed: string) =>
  client(FactsServiceClient, addressOf(source, addresses()), asFeed(feed, process.env, source));
/** The sources whose addresses are known: the built-in ones in the order of the journey, then the company's own by name. */
export const knownSources = (): readonly Source[] => inOrder(Object.keys(addresses()).filter(isSource));
/** Sealed batches of one source. */
export const batchesOf = (source: Source) => client(BatchServiceClient, addressOf(source, addresses()), as(source));

/** The servers that cx knows: scoring first, then the departments, and the signer and the payout process where their addresses are known. Each keeps an audit log. */
export const servers = (): readonly string[] => [
  ...['scoring', ...inOrder(Object.keys(addresses()).filter(isSource))],
  ...APART.filter((name) => addresses()[name] !== undefined),
];
/** The audit log of one server. */
export const auditOf = (server: string) => {
  if (isSource(server)) return client(AuditServiceClient, addressOf(server, addresses()), as(server));
  const name = APART.find((one) => one === server) ?? 'scoring';
  return client(AuditServiceClient, addresses()[name] ?? '', as(name));
};
