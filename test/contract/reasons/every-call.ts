import { connect } from 'node:http2';
import { CxError } from '#libs/domain/error.js';
import { NO_AUDIT } from '#libs/grpc/access/audit.js';
import type { Identify } from '#libs/grpc/access/caller.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Database } from '#libs/postgres/database.js';
import { CALLER_KEY } from '#test/doubles/named-callers.js';
import { reasonsOf } from './ask.js';
import { identify, start } from './servers.js';
import { validRequest } from './valid.js';

/** The reasons that every call can answer with, each provoked in the same way whatever the call does. */
export const EVERY_CALL = {
  CALLER_UNKNOWN: (method: string, port: number) =>
    reasonsOf({ port, method, request: validRequest(method), caller: 'mallory' }),
  CALLER_NOT_ALLOWED: (method: string, port: number) =>
    reasonsOf({ port, method, request: validRequest(method), caller: 'powerless' }),
  ISSUER_UNAVAILABLE: (method: string, port: number) =>
    reasonsOf({ port, method, request: validRequest(method), caller: 'unverified' }),
  MESSAGE_TOO_LARGE: (method: string, port: number) =>
    reasonsOf({ port, method, request: new Uint8Array(4 * 1024 * 1024 + 1), caller: 'all' }),
  MESSAGE_UNREADABLE: (method: string, port: number) =>
    reasonsOf({ port, method, request: new Uint8Array([0x0f]), caller: 'all' }), // field 1 of type 7, which protobuf does not have
} as const;

/** A call that cannot be put on record: its audit log takes no line. "all" commands and exports, "auditor" reads of others. */
export async function notOnRecord(method: string, services: readonly ServedService[]): Promise<string[]> {
  const refuse = async () => {
    throw new CxError('AUDIT_UNAVAILABLE', 'the call could not be put on record, so it was not begun');
  };
  const server = await start(services, identify, { ...NO_AUDIT, began: refuse });
  const ask = (caller: string) => reasonsOf({ port: server.port, method, request: validRequest(method), caller });
  // What leaves no line for "all" may be a stream without an end, so the auditor asks first.
  const byAuditor = await ask('auditor');
  const reasons = byAuditor.includes('AUDIT_UNAVAILABLE') ? byAuditor : await ask('all');
  await server.drain(500);
  return reasons;
}

/**
 * A call whose deadline passes while its caller is still being identified. No client library waits for the answer then, so
 * the request is sent as plain HTTP/2.
 */
export async function tooLate(method: string, services: readonly ServedService[]): Promise<string[]> {
  const slowly: Identify = async (...asked) => {
    await new Promise((resume) => setTimeout(resume, 200));
    return identify(...asked);
  };
  const server = await start(services, slowly);
  const session = connect(`http://127.0.0.1:${server.port}`);
  const stream = session.request({
    ...{ ':method': 'POST', ':path': `/${method}`, 'content-type': 'application/grpc', te: 'trailers' },
    ...{ 'grpc-timeout': '1m', [CALLER_KEY]: 'all' },
  });
  const reason = await new Promise<string>((resolve) => {
    const take = (headers: Record<string, unknown>) =>
      headers['cx-reason'] === undefined ? undefined : resolve(String(headers['cx-reason']));
    stream
      .on('response', take)
      .on('trailers', take)
      .on('close', () => resolve('no reason'));
    stream.resume();
    stream.end(Buffer.alloc(5)); // an empty message
  });
  session.close();
  await server.drain(500);
  return [reason];
}

/** A stream that is open when the process stops. Locks keep it from ending before. */
export async function shutDown(
  method: string,
  services: readonly ServedService[],
  database: Database,
): Promise<string[]> {
  let identified = () => {};
  const isOpen = new Promise<void>((resolve) => {
    identified = resolve;
  });
  const server = await start(services, async (...asked) => {
    identified();
    return identify(...asked);
  });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let locked = () => {};
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const tables = /Export/.test(method) ? ['cell', 'batch_archive', 'snapshot'] : [];
  const lock = database.transaction(async (tx) => {
    for (const table of tables) await tx.execute(`lock table ${table} in access exclusive mode`);
    locked();
    await released;
  });
  await isLocked;
  const { port } = server;
  let sent = () => {};
  const isSent = new Promise<void>((resolve) => {
    sent = resolve;
  });
  const request = /Stream\w+Facts$/.test(method) ? [] : validRequest(method);
  const answered = reasonsOf({ port, method, request, caller: 'all', onOpen: () => sent() });
  await isSent;
  await isOpen;
  await new Promise((resume) => setTimeout(resume, 50));
  const drained = server.drain(2_000);
  const reasons = await answered;
  release();
  await Promise.all([lock, drained]);
  return reasons;
}
