import {
  type ForeseenOutcome,
  ForeseenRuling,
  ListPrecedentsResponse,
  PartyKind,
  type Precedent,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { GROUNDS } from '#libs/domain/contest.js';
import { enumWords, inWords } from '#libs/domain/enum-words.js';
import { RULING_OUTCOMES } from '#libs/domain/ruling.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, numberOption, option } from '../command.js';
import { contests } from '../connect.js';
import { contestLines } from '../contests/contest-lines.js';
import { typed, typedWord } from '../contests/typed-word.js';
import { exactPoints, minute, signed } from '../format.js';
import { lastOf } from '../names.js';

/** `cx contest show CONTEST`: a contest as a reviewer looks at it, with what each outcome would do. */
export const contestShow: Command = {
  parameters: 'CONTEST',
  description: 'Shows an open contest and what the index of each department concerned would be with each outcome.',
  example: 'cx contest show departments/warehouse/contests/7 --to partner/acme',
  options: { to: { type: 'string', description: 'whom you would charge; default: whom the contest names' } },
  run: async (call) => {
    const name = argument(call, 0);
    const foreseen = await ask(contests(), 'foreseeRuling', { name, chargedTo: option(call, 'to') });
    if (call.json) call.print(JSON.stringify(ForeseenRuling.toJSON(foreseen), undefined, 2));
    else {
      for (const line of contestLines(await ask(contests(), 'getContest', { name }))) call.print(line);
      for (const line of foreseenLines(foreseen)) call.print(line);
    }
    return 0;
  },
};

/** What each outcome would do, and what a ruling can cite. */
export function foreseenLines({ outcomes, observations, recomputedIndexE4 }: ForeseenRuling): string[] {
  const again = recomputedIndexE4 === undefined ? [] : [`      computed again now: ${exactPoints(recomputedIndexE4)}`];
  return [...again, ...outcomes.flatMap(outcomeLines), ...observations.map((one) => `      to cite: ${one}`)];
}

function outcomeLines({ outcome, chargedTo, departments }: ForeseenOutcome): string[] {
  const words = inWords(RULING_OUTCOMES.find(outcome));
  return [
    `      if ${words}${chargedTo === '' ? '' : ` to ${chargedTo}`}:`,
    ...departments.map(({ department, indexE4, indexIfE4, misses }) => {
      const change = indexE4 === undefined || indexIfE4 === undefined ? '' : ` (${signed(indexIfE4 - indexE4)})`;
      return `          ${lastOf(department).padEnd(10)} ${exactPoints(indexIfE4).padStart(8)}${change}, answers for ${misses} misses of it`;
    }),
  ];
}

const KINDS = enumWords('kind of party', {
  DEPARTMENT: PartyKind.PARTY_KIND_DEPARTMENT,
  PARTNER: PartyKind.PARTY_KIND_PARTNER,
  CUSTOMER: PartyKind.PARTY_KIND_CUSTOMER,
  NONE: PartyKind.PARTY_KIND_NONE,
});
const SECONDS_PER_DAY = 86_400;

/** `cx contest precedents --ground G --metric M`: how others were ruled. */
export const contestPrecedents: Command = {
  parameters: '',
  description: 'Lists past rulings that hold, with their reasons and the records they cite, and how many were upheld.',
  example: 'cx contest precedents --ground fault-of-partner --metric delivered_by_first_promise',
  options: {
    ground: { type: 'string', description: typed(GROUNDS) },
    metric: { type: 'string', description: 'only this metric' },
    party: { type: 'string', description: `to whom the fault was moved: ${typed(KINDS)}` },
    period: { type: 'string', description: 'only cases of this period, 2018-07' },
    limit: { type: 'string', description: 'rulings; default: 20' },
    page: { type: 'string', description: 'page token of the answer before' },
  },
  run: async (call) => {
    const [ground, party, period] = [option(call, 'ground'), option(call, 'party'), option(call, 'period')];
    const answer = await ask(contests(), 'listPrecedents', {
      ground: ground === '' ? 0 : typedWord('ground', ground, GROUNDS),
      metric: option(call, 'metric'),
      partyKind: party === '' ? PartyKind.PARTY_KIND_UNSPECIFIED : typedWord('kind of party', party, KINDS),
      period: period === '' || period.includes('/') ? period : `periods/${period}`,
      pageSize: numberOption(call, 'limit', 20),
      pageToken: option(call, 'page'),
    });
    if (call.json) call.print(JSON.stringify(ListPrecedentsResponse.toJSON(answer), undefined, 2));
    else {
      for (const line of answer.precedents.flatMap(precedentLines)) call.print(line);
      const { rulings, upheld, medianAgeSeconds } = answer;
      const days = (medianAgeSeconds / SECONDS_PER_DAY).toFixed(1);
      call.print(`  ${upheld} of ${rulings} upheld; half of them were ruled on within ${days} days`);
    }
    if (answer.nextPageToken !== '') call.remark(`More: --page ${answer.nextPageToken}`);
    return 0;
  },
};

function precedentLines(one: Precedent): string[] {
  const to = one.chargedTo === '' ? '' : ` to ${one.chargedTo}`;
  const by = one.overdue ? ', by the clock' : '';
  const cites = one.cites.length === 0 ? '' : `; cites ${one.cites.join(', ')}`;
  return [
    `  ruling ${one.ruling}  ${minute(one.ruledAt)}  ${one.metric} of ${one.day}, judged by ${lastOf(one.judgedBy)}  ${one.contest}`,
    `      ${inWords(GROUNDS.find(one.ground))}: ${inWords(RULING_OUTCOMES.find(one.outcome))}${to}${by}: ${one.reason}; evidence: ${one.evidence}${cites}`,
  ];
}
