import type { Snapshot } from '#libs/contracts/cx/bonus/v1/bonus.js';
import type { Statement } from '#libs/contracts/cx/bonus/v1/export.js';
import { type Beside, statementPage } from '#libs/statements/statement-page.js';
import { parseRecord } from '#libs/statements/statement-record.js';
import type { WorkbookInputs } from '#libs/statements/workbook/period-sheets.js';
import { frozenOf, hex } from './frozen.js';

/**
 * The statement of a department as people read it.
 *
 * @param factor  what the published pay plan makes of the index; undefined: the page does not say
 */
export function pageOf(statement: Statement, factor: Beside['factor']): ReturnType<typeof statementPage> {
  return statementPage(parseRecord(statement.record), {
    ...{ recordId: hex(statement.recordId), chainSha256: hex(statement.chainSha256), state: statement.state, factor },
    approvals: approvalsOf(statement),
    reviewEndsAt: statement.reviewEndsAt?.getTime(),
    finalAt: statement.finalAt?.getTime(),
  });
}

/** What the workbook of a version is made of. @param statements  one of each department, in the order of the version */
export function workbookInputs(snapshot: Snapshot, statements: readonly Statement[]): WorkbookInputs {
  const [first] = statements;
  return {
    frozen: frozenOf(snapshot),
    records: statements.map(({ record, recordId }) => ({ record: parseRecord(record), recordId: hex(recordId) })),
    approvals: first === undefined ? [] : approvalsOf(first),
    engine: snapshot.engine,
  };
}

function approvalsOf({ approvals }: Statement) {
  return approvals.map(({ role, approvedBy, approvedAt }) => ({ role, by: approvedBy, at: approvedAt?.getTime() }));
}
