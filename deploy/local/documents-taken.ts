import { setTimeout as pause } from 'node:timers/promises';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, client } from '#libs/grpc/client.js';

const POLL_MS = 50;

/**
 * Waits until every department has taken the documents through a position. What arrives before is judged when they come, so this only
 * saves that work.
 *
 * @param departments  addresses, "127.0.0.1:7101"
 * @throws {Error} when one of them has not taken them within a minute
 */
export async function untilDocumentsTaken(
  departments: readonly string[],
  position: number,
  withinMs = 60_000,
): Promise<void> {
  await Promise.all(departments.map((department) => untilTaken(department, position, Date.now() + withinMs)));
}

async function untilTaken(department: string, position: number, until: number): Promise<void> {
  const facts = client(FactsServiceClient, department, 'console');
  try {
    for (;;) {
      const { documents } = await call(facts, 'getIntakeStatus', {});
      if (documents !== undefined && documents.position >= position) return;
      if (Date.now() > until)
        throw new Error(`${department} has ${documents?.position ?? 0} of ${position} documents of the company`);
      await pause(POLL_MS);
    }
  } finally {
    facts.close();
  }
}
