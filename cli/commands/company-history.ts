import { Document } from '#libs/contracts/cx/documents/v1/documents.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command } from '../command.js';
import { RULESETS } from '../company/publish-folder.js';
import { documents } from '../connect.js';
import { table } from '../format.js';

/** `cx company history`: every version that was published, newest first. */
export const companyHistory: Command = {
  parameters: '',
  description: 'Lists every published version, newest first: from which day it holds, who published it, and why.',
  example: 'cx company history',
  run: async (call) => {
    const versions: Document[] = [];
    let pageToken = '';
    do {
      const page = await ask(documents(), 'listDocuments', { parent: RULESETS, pageSize: 0, pageToken });
      versions.push(...page.documents);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    if (call.json) call.print(JSON.stringify(versions.map(Document.toJSON), undefined, 2));
    else if (versions.length === 0) call.print('Nothing was published yet: cx company publish DIR --reason WHY');
    else
      for (const line of table(versions.map(rowOf), ['left', 'left', 'left', 'left', 'left', 'left'])) call.print(line);
    return 0;
  },
};

/** `cx company show VERSION`: the text of a version, as it was published. */
export const companyShow: Command = {
  parameters: 'VERSION',
  description: 'Prints one published ruleset as it was published: a number, or latest.',
  example: 'cx company show latest',
  run: async (call) => {
    const document = await ask(documents(), 'getDocument', { name: `${RULESETS}/versions/${argument(call, 0)}` });
    call.print(call.json ? JSON.stringify(Document.toJSON(document), undefined, 2) : document.text.trimEnd());
    return 0;
  },
};

function rowOf({ name, title, firstDay, publishedAt, publishedBy, reason, boundAfterStart }: Document): string[] {
  const at = publishedAt?.toISOString().slice(0, 16) ?? '';
  return [name, title, `from ${firstDay}`, `published ${at}Z`, publishedBy, mark(boundAfterStart) + reason];
}

function mark(boundAfterStart: boolean): string {
  return boundAfterStart ? '(after its first day: never payable) ' : '';
}
