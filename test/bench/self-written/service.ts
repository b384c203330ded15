import { Server, ServerCredentials, type ServerDuplexStream, type ServiceDefinition } from '@grpc/grpc-js';
import pg from 'pg';
import { DeliveryServiceService } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderingServiceService } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { SupportServiceService } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyServiceService } from '#libs/contracts/cx/survey/v1/survey.js';
import { WarehouseServiceService } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { type AnyFact, insertOf } from './fact-tables.js';

/**
 * A peer: what a team would write by itself. One Node service takes the facts of all departments by the contracts of this product, and
 * each fact is one INSERT ... ON CONFLICT DO NOTHING, a transaction by itself, over a pool of connections. It checks nothing,
 * judges nothing and does not ask who calls. A SQL job (metrics.sql) reads its tables at night.
 *
 * Settings: PEER_DATABASE, PEER_PORT.
 */
const { PEER_DATABASE: connectionString = '', PEER_PORT = '0' } = process.env;
const pool = new pg.Pool({ connectionString, max: 10 });

interface Portion {
  readonly facts: readonly AnyFact[];
}

async function stored(fact: AnyFact): Promise<FactOutcome> {
  const { rowCount } = await pool.query(insertOf(fact));
  const result = rowCount === 1 ? FactResult.FACT_RESULT_RECORDED : FactResult.FACT_RESULT_ALREADY_RECORDED;
  return { factId: fact.factId, result, reason: '', field: '', detail: '', suspicions: [] };
}

async function record({ request }: { readonly request: Portion }, answer: (error: Error | null, to?: object) => void) {
  try {
    answer(null, { outcomes: await Promise.all(request.facts.map(stored)), receipt: '' });
  } catch (error) {
    answer(error as Error);
  }
}

/** A message of many facts is answered as a whole, when all are stored. */
async function stream(call: ServerDuplexStream<{ readonly portion?: Portion }, object>): Promise<void> {
  try {
    for await (const { portion } of call) {
      const outcomes = await Promise.all((portion?.facts ?? []).map(stored));
      call.write({ portion: { outcomes, receipt: '' } });
    }
    call.end();
  } catch (error) {
    call.destroy(error as Error);
  }
}

const server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024 });
const serve = (service: object, facts: string) =>
  server.addService(service as ServiceDefinition, {
    [`record${facts}`]: record as never,
    [`stream${facts}`]: stream as never,
  });
serve(OrderingServiceService, 'OrderFacts');
serve(WarehouseServiceService, 'ParcelFacts');
serve(DeliveryServiceService, 'DeliveryFacts');
serve(SupportServiceService, 'ContactFacts');
serve(SurveyServiceService, 'SurveyFacts');
server.bindAsync(`127.0.0.1:${PEER_PORT}`, ServerCredentials.createInsecure(), (error) => {
  if (error !== null) throw error;
});
process.once('SIGTERM', () => process.exit(0));
