import type { DocumentsStatus, ShardHead } from '#libs/contracts/cx/batches/v1/batches.js';
import { Content } from '#libs/contracts/cx/batches/v1/batches.js';
import type { GetIntakeStatusResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import type { GetPipelineStatusResponse, ShardStatus } from '#libs/contracts/cx/scoring/v1/counts.js';
import { BUILT_IN_SOURCES, inOrder, isSource, type Source } from '#libs/domain/source.js';
import { addressOf, call as ask, refusalOf } from '#libs/grpc/client.js';
import { cureOf, readAddresses } from '../addresses.js';
import type { Call, Command } from '../command.js';
import { batchesOf, counts, factsOf } from '../connect.js';
import { grouped } from '../format.js';
import { diskFindings } from './doctor-disk.js';
import { type DocumentsOf, documentFindings } from './doctor-documents.js';
import { feedFindings } from './doctor-feeds.js';
import { missingUntilFirstIndex } from './doctor-first-index.js';
import { type SecurityOf, securityFindings } from './doctor-security.js';
import { type SourceFaultsOf, sourceFindings } from './doctor-sources.js';
import { type Finding, faultFindings, type ProcessFaults, transportFindings } from './doctor-transport.js';

/**
 * `cx doctor`: is anything late, lost or silent, what is missing until the first index, and what is insecure? Every line is looked up.
 * Exit 3 when something is wrong, and with --strict also when something is insecure that the operator does not accept.
 */
export const doctor: Command = {
  parameters: '',
  description:
    'Asks every process whether anything is late, lost, quarantined or silent (exit code 3), what is missing until the first index, and what is insecure.',
  example: 'cx doctor',
  options: { strict: { type: 'boolean', description: 'exit code 3 also when something is insecure and not accepted' } },
  run: async (call) => {
    const sources = inOrder([...BUILT_IN_SOURCES, ...Object.keys(readAddresses(process.env)).filter(isSource)]);
    const reports = [...(await Promise.all(sources.map(sourceReport))), await scoringReport(new Date(), sources)];
    const disk = await diskFindings(process.env['CX_DATA'] ?? '.cx');
    const documents = documentFindings(reports.at(-1)?.documents, departmentsIn(reports), new Date());
    const own = reports.flatMap((report) => report.findings);
    const findings = [...own, ...documents, ...faultFindings(reports), ...sourceFindings(reports), ...disk];
    const security = securityFindings(reports.filter(({ answers }) => answers));
    if (call.json) call.print(JSON.stringify([...findings, ...security]));
    else print(call, findings, security);
    const isInsecure = security.some(({ sign }) => sign !== 'ok');
    const isWrong = findings.some(({ sign }) => sign === 'NO');
    return isWrong || (call.options['strict'] === true && isInsecure) ? 3 : 0;
  },
};

/** What one process reports about itself. */
interface Report extends ProcessFaults, SourceFaultsOf, SecurityOf {
  readonly answers: boolean;
  readonly findings: readonly Finding[];
  /** Of scoring what is published, of a department what it decides by; undefined when it does not answer. */
  readonly documents?: DocumentsStatus | undefined;
}

/** What the departments decide by, without scoring, which comes last. */
function departmentsIn(reports: readonly Report[]): readonly DocumentsOf[] {
  return reports.slice(0, -1).map(({ process: source, documents }) => ({ source, documents }));
}

const LAG_TOLERATED = 50n;
const DEADLINE = { deadlineMs: 5_000 };

function sourceReport(source: Source): Promise<Report> {
  return orUnreachable(source, async () => {
    const [listed, status] = await Promise.all([
      ask(factsOf(source), 'listFeeds', {}, DEADLINE),
      ask(factsOf(source), 'getIntakeStatus', {}, DEADLINE),
    ]);
    const findings = [...feedFindings(source, listed, Date.now()), ...intakeFindings(source, status)];
    return { process: source, ...answered(status), findings };
  });
}

/** What every process says about itself. */
function answered(status: GetIntakeStatusResponse | GetPipelineStatusResponse) {
  const { transportFaults: faults, sourceFaults, documents, security } = status;
  return { answers: true, faults, sourceFaults, documents, security };
}

function intakeFindings(source: Source, status: GetIntakeStatusResponse): Finding[] {
  const { facts, observations, waiting, suspiciousFacts, casesWithoutPromise, upstreamMissing, upstreamQuarantined } =
    status;
  const findings: Finding[] = [
    { sign: 'ok', text: `${source}: ${grouped(facts)} facts, ${grouped(observations)} observations` },
  ];
  if (suspiciousFacts > 0n)
    findings.push({
      sign: '!!',
      text: `${source}: ${grouped(suspiciousFacts)} cases with facts that contradict each other (accepted, flagged)`,
    });
  if (casesWithoutPromise > 0n)
    findings.push({
      sign: '!!',
      text: `${source}: ${grouped(casesWithoutPromise)} cases without a promise`,
    });
  if (waiting > 0n)
    findings.push({ sign: '!!', text: `${source}: ${grouped(waiting)} cases are due and wait for a feed` });
  if (upstreamMissing > 0n)
    findings.push({ sign: 'NO', text: `${source}: ${grouped(upstreamMissing)} milestone batches missing` });
  if (upstreamQuarantined > 0n)
    findings.push({ sign: 'NO', text: `${source}: ${grouped(upstreamQuarantined)} milestone batches in quarantine` });
  return findings;
}

/** @param asked  the sources that were asked themselves */
function scoringReport(now: Date, asked: readonly Source[]): Promise<Report> {
  return orUnreachable('scoring', async () => {
    const [status, missing] = await Promise.all([
      ask(counts(), 'getPipelineStatus', {}, DEADLINE),
      missingUntilFirstIndex(now).catch(notListed),
    ]);
    const perShard = await Promise.all(status.shards.map(shardFindings));
    const findings = [...transportFindings(status), ...perShard.flat(), ...unnamed(status.shards, asked), ...missing];
    return { process: 'scoring', ...answered(status), findings };
  });
}

/** Departments of the company's own whose batches scoring counts, and that no address leads to. */
function unnamed(shards: readonly ShardStatus[], asked: readonly Source[]): Finding[] {
  const sources = new Set(shards.map(({ source }) => source));
  const missing = [...sources].filter((source) => !asked.some((one) => one === source));
  return missing.map((source) => {
    const text = `${source} was not asked, because cx does not know its address. ${cureOf(source)}`;
    return { sign: '!!', text };
  });
}

/** The rest of the report is shown all the same. */
function notListed(error: unknown): Finding[] {
  const why = refusalOf(error)?.message ?? String(error);
  return [{ sign: '!!', text: `scoring does not list its indexes: ${why}` }];
}

async function shardFindings(status: ShardStatus): Promise<Finding[]> {
  const name = `${status.source}/${status.shard}`;
  if (status.state === 'forked')
    return [{ sign: 'NO', text: `${name} is FORKED: two batches claim one number; nothing is applied` }];
  const findings: Finding[] = [];
  if (status.missing > 0n) findings.push({ sign: 'NO', text: `${name}: ${grouped(status.missing)} batches missing` });
  if (status.quarantined > 0n)
    findings.push({ sign: 'NO', text: `${name}: ${grouped(status.quarantined)} batches in quarantine` });
  const head = await headOf(status);
  if (head === undefined)
    return [...findings, { sign: '!!', text: `${name}: its source does not say what it has sealed` }];
  const behind = head.newestNumber - status.appliedThrough;
  const isBehind = behind > LAG_TOLERATED;
  const text = `${name}: sealed ${grouped(head.newestNumber)}  published ${grouped(head.publishedNumber)}  applied ${grouped(status.appliedThrough)}  acknowledged ${grouped(head.acknowledgedNumber)}`;
  return [...findings, { sign: isBehind ? 'NO' : 'ok', text: isBehind ? `${text}: ${grouped(behind)} behind` : text }];
}

async function headOf({ source, shard }: ShardStatus): Promise<ShardHead | undefined> {
  if (!isSource(source)) return undefined;
  try {
    const { shards } = await ask(batchesOf(source), 'listShards', {}, DEADLINE);
    return shards.find((head) => head.shard === shard && head.carries === Content.CONTENT_OBSERVATIONS);
  } catch {
    return undefined; // the line of that source reports that it does not answer
  }
}

async function orUnreachable(name: string, look: () => Promise<Report>): Promise<Report> {
  try {
    return await look();
  } catch (error) {
    const address = addressOf(error);
    const why = refusalOf(error)?.message ?? (error instanceof Error ? error.message.split('\n')[0] : String(error));
    const text = `${name} does not answer${address === undefined ? '' : ` at ${address}`}: ${why}`;
    return {
      process: name,
      answers: false,
      findings: [{ sign: 'NO', text }],
      faults: [],
      sourceFaults: [],
      security: undefined,
    };
  }
}

function print(call: Call, findings: readonly Finding[], security: readonly Finding[]): void {
  const lines = (some: readonly Finding[]) => {
    for (const { sign, text } of some) call.print(`  ${sign}  ${text}`);
  };
  lines(findings);
  const wrong = findings.filter(({ sign }) => sign === 'NO').length;
  call.print(
    wrong === 0 ? '  => nothing is lost, late or quarantined' : `  => ${wrong} things are wrong; see docs/runbook.md`,
  );
  call.print('');
  call.print('Security');
  lines(security);
  const insecure = security.filter(({ sign }) => sign !== 'ok').length;
  call.print(
    insecure === 0 ? '  => nothing is insecure' : `  => ${insecure} things are insecure; see docs/security.md`,
  );
}
