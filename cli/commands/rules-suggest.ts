import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type SuggestedAnchors, SuggestRulesetResponse } from '#libs/contracts/cx/documents/v1/documents.js';
import { call as ask } from '#libs/grpc/client.js';
import { type Command, option, UsageError } from '../command.js';
import { documents } from '../connect.js';
import { lastOf } from '../names.js';

/** `cx rules suggest`: a draft of a ruleset whose anchors come from the company's own months. */
export const rulesSuggest: Command = {
  parameters: '',
  description:
    "Drafts a ruleset with anchors from the company's own months and published references. Publishes nothing.",
  example: 'cx rules suggest --from 2017-09 --to 2018-08',
  options: {
    from: { type: 'string', description: 'the first month' },
    to: { type: 'string', description: 'the last month' },
    'based-on': { type: 'string', description: 'a ruleset file with the weights; default: the ruleset published last' },
    output: { type: 'string', description: 'a new file to write; default: the terminal' },
  },
  run: async (call) => {
    const [from, to] = [option(call, 'from'), option(call, 'to')];
    if (from === '' || to === '') throw new UsageError('name the months: --from 2026-01 --to 2026-12');
    const output = option(call, 'output');
    if (output !== '' && existsSync(output)) throw new UsageError(`${output} exists; name a new file`);
    const basedOn = textOf(option(call, 'based-on'));
    const answer = await ask(documents(), 'suggestRuleset', { from, to, basedOn });
    if (output !== '') writeFileSync(output, answer.text, { flag: 'wx' });
    if (call.json) call.print(JSON.stringify(SuggestRulesetResponse.toJSON(answer), undefined, 2));
    else if (output === '') call.print(answer.text.trimEnd());
    const missing = answer.metrics.filter(({ noAnchorsReason }) => noAnchorsReason !== '');
    if (output !== '')
      call.remark(`${output} is a draft with the weights of ${answer.basedOn}. Nothing was published.`);
    if (missing.length > 0) call.remark(`Anchors are missing: ${missing.map(missingWords).join(', ')}.`);
    return missing.length === 0 ? 0 : 3;
  },
};

/** Empty without a file. */
function textOf(file: string): string {
  if (file === '') return '';
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  return readFileSync(file, 'utf8');
}

function missingWords({ metric, noAnchorsReason }: SuggestedAnchors): string {
  return `${lastOf(metric)} (${noAnchorsReason})`;
}
