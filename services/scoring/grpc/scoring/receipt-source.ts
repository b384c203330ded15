import { decodeReceipt } from '#libs/cases/facts/receipt.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import { call, client, refusalOf } from '#libs/grpc/client.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { ReceiptSource } from '../../answers/reached-receipt.js';

/** Asks the FactsService of the source that wrote a receipt; connections are made when they are first needed. */
export interface ReceiptClients {
  readonly ask: ReceiptSource;
  close(): void;
}

/**
 * @param addresses     "127.0.0.1:7103" by source
 * @param connectionTo  by which scoring reaches a source
 */
export function receiptClients(
  addresses: Readonly<Partial<Record<Source, string>>>,
  connectionTo: ConnectionTo,
): ReceiptClients {
  const clients = new Map<Source, FactsServiceClient>();
  const clientOf = (source: Source) => {
    const address = addresses[source];
    if (address === undefined) {
      throw new CxError('RECEIPT_INVALID', `scoring knows no ${source} to ask about it`, { field: 'at_least' });
    }
    const known = clients.get(source) ?? client(FactsServiceClient, address, connectionTo(source));
    clients.set(source, known);
    return known;
  };
  return {
    ask: async (receipt, signal) => {
      const source = clientOf(sourceOf(receipt));
      try {
        return await call(source, 'getReceipt', { receipt }, { signal, deadlineMs: 2_000 });
      } catch (error) {
        signal.throwIfAborted();
        const refusal = refusalOf(error);
        if (refusal?.reason === 'RECEIPT_INVALID') throw invalid(refusal.message, error);
        // The source does not answer now; it may answer before the deadline.
        return { sealed: false, batches: [] };
      }
    },
    close: () => {
      for (const one of clients.values()) one.close();
    },
  };
}

function sourceOf(receipt: string): Source {
  try {
    return decodeReceipt(receipt).source;
  } catch (error) {
    throw error instanceof CxError ? invalid(error.message, error) : error;
  }
}

function invalid(message: string, cause: unknown): CxError {
  return new CxError('RECEIPT_INVALID', message, { field: 'at_least', cause });
}
