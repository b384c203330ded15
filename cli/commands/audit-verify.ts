import { AuditFault, VerifyAuditResponse } from '#libs/contracts/cx/audit/v1/audit.js';
import { call as ask } from '#libs/grpc/client.js';
import { type Heads, readHeads, writeHeads } from '../audit/heads-file.js';
import { type Command, option } from '../command.js';
import { auditOf, servers } from '../connect.js';
import { grouped, table } from '../format.js';

/** Reading a log of millions of lines takes a while. */
const DEADLINE = { deadlineMs: 600_000 };

/** `cx audit verify`: checks the chain of every process. Exit 3 when a log is broken or was cut off. */
export const auditVerify: Command = {
  parameters: '',
  description:
    'Checks every line of the audit log of every process and prints the heads. With --heads it also finds a log that was cut off since.',
  example: 'cx audit verify --heads audit-heads.json',
  options: {
    heads: { type: 'string', description: 'a file that remembers the heads: they are compared, then written anew' },
  },
  run: async (call) => {
    const file = option(call, 'heads');
    const remembered = file === '' ? {} : readHeads(file);
    const answers = await Promise.all(servers().map((server) => verified(server, remembered)));
    const isWhole = answers.every(({ fault }) => fault === 0);
    if (call.json) call.print(JSON.stringify(answers.map(VerifyAuditResponse.toJSON), undefined, 2));
    else for (const line of table(answers.map(rowOf), ['left', 'left', 'right', 'left'])) call.print(line);
    if (file !== '' && isWhole) writeHeads(file, { ...remembered, ...headsOf(answers) });
    return isWhole ? 0 : 3;
  },
};

function verified(server: string, remembered: Heads): Promise<VerifyAuditResponse> {
  const head = remembered[server];
  const request = {
    rememberedPosition: BigInt(head?.position ?? 0),
    rememberedHash: Buffer.from(head?.hash ?? '', 'hex'),
  };
  return ask(auditOf(server), 'verifyAudit', request, DEADLINE);
}

function rowOf({ server, position, hash, fault, brokenPosition }: VerifyAuditResponse): string[] {
  const lines = `${grouped(position)} lines`;
  if (fault === 0) return ['ok', server, lines, `head ${hash.toString('hex')}`];
  const word = (AuditFault[fault] ?? '').replace('AUDIT_FAULT_', '');
  return ['NO', server, lines, `broken at line ${grouped(brokenPosition)}: ${word}`];
}

function headsOf(answers: readonly VerifyAuditResponse[]): Heads {
  const written = answers.filter(({ position }) => position > 0n);
  return Object.fromEntries(
    written.map(({ server, position, hash }) => [server, { position: `${position}`, hash: hash.toString('hex') }]),
  );
}
