import { setTimeout as pause } from 'node:timers/promises';
import { asPerson } from '#cli/session/connections.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, client, refusalOf } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';
import { type GetOptions, getText } from './get-text.js';

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
  connectionTo: (address: string) => Connection = () => asPerson(),
  withinMs = 60_000,
): Promise<void> {
  await Promise.all(
    departments.map((department) => untilTaken(department, position, connectionTo(department), Date.now() + withinMs)),
  );
}

/** Until a department has the document access, it lets no person ask. */
async function positionOf(facts: FactsServiceClient): Promise<number> {
  try {
    return (await call(facts, 'getIntakeStatus', {})).documents?.position ?? 0;
  } catch (error) {
    if (refusalOf(error)?.reason === 'CALLER_NOT_ALLOWED') return 0;
    throw error;
  }
}

async function untilTaken(department: string, position: number, connection: Connection, until: number): Promise<void> {
  const facts = client(FactsServiceClient, department, connection);
  await untilThrough(department, () => positionOf(facts), position, until).finally(() => facts.close());
}

/** @param positionNow  of the newest document that the department has */
async function untilThrough(
  department: string,
  positionNow: () => Promise<number>,
  position: number,
  until: number,
): Promise<void> {
  for (;;) {
    const taken = await positionNow();
    if (taken >= position) return;
    if (Date.now() > until) throw new Error(`${department} has ${taken} of ${position} documents of the company`);
    await pause(POLL_MS);
  }
}

/**
 * The same by the pages /statusz, which a certificate opens: the document `access` of a company may let no person of the demo ask.
 *
 * @param pages  of the departments, "https://127.0.0.1:7201/statusz"
 * @throws {Error} when one of them has not taken the documents within a minute
 */
export async function untilPagesShowDocuments(
  pages: readonly string[],
  position: number,
  reader: GetOptions,
  withinMs = 60_000,
): Promise<void> {
  const shownOn = async (page: string): Promise<number> =>
    JSON.parse((await getText(page, reader)).text).documents.position;
  const until = Date.now() + withinMs;
  await Promise.all(pages.map((page) => untilThrough(page, () => shownOn(page), position, until)));
}
