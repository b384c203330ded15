import { Document } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Kind } from '#libs/documents/kinds.js';
import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';
import { call as ask, refusalOf } from '#libs/grpc/client.js';
import { argument, type Call, type Command, UsageError } from '../command.js';
import { parentOf } from '../company/company-files.js';
import { documents } from '../connect.js';
import { minute, table } from '../format.js';

/** `cx company history [KIND]`: every version that was published, newest first. */
export const companyHistory: Command = {
  parameters: '[KIND]',
  description:
    'Lists every published version, newest first: from which day it holds, who proposed and who published it, and why.',
  example: 'cx company history metrics',
  run: async (call) => {
    const [kind] = call.args;
    const kinds = kind === undefined ? DOCUMENT_KINDS : [kindIn(kind)];
    const versions = (await Promise.all(kinds.map((one) => versionsOf(one).catch(orHidden(call, kind, one))))).flat();
    if (call.json) call.print(JSON.stringify(versions.map(Document.toJSON), undefined, 2));
    else if (versions.length === 0) call.print('Nothing was published yet: cx company propose DIR --reason WHY');
    else
      for (const line of table(versions.map(rowOf), ['left', 'left', 'left', 'left', 'left', 'left'])) call.print(line);
    return 0;
  },
};

/** `cx company show KIND VERSION`: the text of a version, as it was published. */
export const companyShow: Command = {
  parameters: 'KIND VERSION',
  description: 'Prints one document as it was published: a kind, and a number or latest.',
  example: 'cx company show ruleset latest',
  run: async (call) => {
    const name = `${parentOf(kindIn(argument(call, 0)))}/versions/${argument(call, 1)}`;
    const document = await ask(documents(), 'getDocument', { name });
    call.print(call.json ? JSON.stringify(Document.toJSON(document), undefined, 2) : document.text.trimEnd());
    return 0;
  },
};

/** @throws {UsageError} for an unknown kind */
function kindIn(text: string): Kind {
  const kind = DOCUMENT_KINDS.find((one) => one === text);
  if (kind === undefined)
    throw new UsageError(`"${text}" is no kind of document; write one of ${DOCUMENT_KINDS.join(', ')}`);
  return kind;
}

/** Who has which role is not for everyone, and no reason to list nothing else. */
function orHidden(call: Call, asked: string | undefined, kind: Kind): (error: unknown) => Document[] {
  return (error) => {
    if (asked !== undefined || kind !== 'access' || refusalOf(error)?.reason !== 'CALLER_NOT_ALLOWED') throw error;
    call.remark('Versions of access are not listed: your roles do not let you read them.');
    return [];
  };
}

async function versionsOf(kind: Kind): Promise<Document[]> {
  const versions: Document[] = [];
  let pageToken = '';
  do {
    const page = await ask(documents(), 'listDocuments', { parent: parentOf(kind), pageSize: 0, pageToken });
    versions.push(...page.documents);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return versions;
}

function rowOf(document: Document): string[] {
  const { name, title, firstDay, publishedAt, proposedBy, publishedBy, reason, boundAfterStart } = document;
  const people = `proposed by ${proposedBy}, published by ${publishedBy}`;
  return [name, title, `from ${firstDay}`, `published ${minute(publishedAt)}`, people, mark(boundAfterStart) + reason];
}

function mark(boundAfterStart: boolean): string {
  return boundAfterStart ? '(after its first day: never payable) ' : '';
}
