import {
  type ListChargedCasesResponse as Charged,
  ListChargedCasesResponse,
  type ObservedCase,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { isDepartment, isSource, SOURCE_FORM, type Source } from '#libs/domain/source.js';
import { isUnit, unitInName } from '#libs/domain/unit.js';
import { call as ask } from '#libs/grpc/client.js';
import { askDepartments } from '../ask-departments.js';
import { type Call, type ExitCode, numberOption, option, UsageError } from '../command.js';
import { factsOf, knownSources } from '../connect.js';
import { grouped, minute } from '../format.js';
import { caseLines } from './case-lines.js';

/** What is asked, beside the options of the call. */
export interface ChargedTo {
  /** "warehouse", or a party that is no department: "partner/acme". */
  readonly party: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** With the department whose it is; undefined for the metrics of all departments. */
  readonly metric: { readonly id: string; readonly source: Source } | undefined;
}

/**
 * `cx cases --charged-to DEPARTMENT PERIOD`: asks every other department what it charges that one with. A department that does not answer is
 * named, and the exit code is 3, so that a reader does not take the rest for everything.
 */
export async function listCharged(call: Call, { party, firstDay, lastDay, metric }: ChargedTo): Promise<ExitCode> {
  const sources = judging(call, party, metric?.source);
  const pageToken = option(call, 'page');
  if (pageToken !== '' && sources.length !== 1)
    throw new UsageError('--page continues the answer of one department: add --judged-by DEPARTMENT');
  const pageSize = numberOption(call, 'limit', 10);
  const request = { party: partyName(party), firstDay, lastDay, metric: metric?.id ?? '', pageSize, pageToken };
  const { answers, code } = await askDepartments(call, sources, {
    ask: (source) => ask(factsOf(source), 'listChargedCases', request),
    skipped: [],
  });
  if (call.json) call.print(JSON.stringify(Object.fromEntries([...answers].map(toJson)), undefined, 2));
  else for (const line of linesOf(party, answers)) call.print(line);
  return code;
}

/** A department answers for what it judges itself without being charged, so it is not asked. */
function judging(call: Call, party: string, owner: Source | undefined): readonly Source[] {
  const only = option(call, 'judged-by');
  if (only !== '' && !isSource(only)) throw new UsageError(`There is no department ${only}: ${SOURCE_FORM}.`);
  const wanted = only === '' ? owner : (only as Source);
  return wanted === undefined ? knownSources().filter((source) => source !== party) : [wanted];
}

function partyName(party: string): string {
  if (isDepartment(party)) return `departments/${party}`;
  if (!isUnit(party)) throw new UsageError(`${party} is no party: write a department such as warehouse.`);
  return `parties/${unitInName(party)}`;
}

function toJson([source, answer]: readonly [Source, Charged]): readonly [Source, unknown] {
  return [source, ListChargedCasesResponse.toJSON(answer)];
}

function linesOf(party: string, answers: ReadonlyMap<Source, Charged>): string[] {
  const found = [...answers].filter(([, { total }]) => total > 0n);
  if (found.length === 0) return [`  ${[...answers.keys()].join(', ')}: ${party} is charged with nothing.`];
  return found.flatMap(([source, { cases, total, nextPageToken }]) => [
    `${source} charges ${party} with ${grouped(total)} ${total === 1n ? 'case' : 'cases'}`,
    ...cases.flatMap(chargedLines),
    `  ${grouped(cases.length)} of ${grouped(total)}${nextPageToken === '' ? '' : `   (next: --judged-by ${source} --page ${nextPageToken})`}`,
  ]);
}

/** A case as everywhere, with the metric that asked and when it was judged. */
function chargedLines(seen: ObservedCase): string[] {
  const [head = '', ...rest] = caseLines(seen);
  return [head, `      asked: ${seen.metric}, judged ${minute(seen.judgedAt)} because of ${seen.cause}`, ...rest];
}
