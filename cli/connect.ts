import { BatchServiceClient } from '#libs/contracts/cx/batches/v1/batches.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { Source } from '#libs/domain/observation.js';
import { client } from '#libs/grpc/client.js';
import { addressOf, readAddresses } from './addresses.js';

/** The caller name of `cx`: the development console, which may read everything, make bonus snapshots and publish documents. */
const CALLER = 'console';

const addresses = () => readAddresses(process.env);

/** Indexes, explanations, comparisons. */
export const scoring = () => client(ScoringServiceClient, addresses().scoring, CALLER);
/** The stored truth behind them. */
export const counts = () => client(CountsServiceClient, addresses().scoring, CALLER);
/** Frozen bonus inputs. */
export const bonusInputs = () => client(BonusInputServiceClient, addresses().scoring, CALLER);
/** What the company has published about itself. */
export const documents = () => client(DocumentServiceClient, addresses().scoring, CALLER);
/** Feeds, evidence and intake of one source. */
export const factsOf = (source: Source, caller = CALLER) =>
  client(FactsServiceClient, addressOf(source, addresses()), caller);
/** Sealed batches of one source. */
export const batchesOf = (source: Source) => client(BatchServiceClient, addressOf(source, addresses()), CALLER);
