import { sha256 } from '#libs/exports/manifest.js';
import { isFinal } from '#libs/exports/rows/frozen.js';
import { sheetXml, workbookOf } from '#libs/workbook/workbook.js';
import { manifestSheet, periodSheets, type WorkbookInputs } from './period-sheets.js';

export interface WorkbookFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** What lies beside it. */
  readonly manifest: string;
}

/** The workbook of a version, for reading: the same version gives the same bytes. */
export function workbookFile(inputs: WorkbookInputs): WorkbookFile {
  const { frozen, records } = inputs;
  const sheets = periodSheets(inputs);
  const described = sheets.map((sheet) => ({
    name: sheet.name,
    rows: sheet.rows.length,
    sha256: sha256(sheetXml(sheet)),
  }));
  const bytes = workbookOf([...sheets, manifestSheet(inputs, described)]);
  const mark = isFinal(frozen) ? '' : `${frozen.state}-`;
  const name = `${mark}bonus-${frozen.period}-v${frozen.version}.xlsx`;
  const manifest = {
    ...{ format: 'cx-workbook-manifest/1', snapshot: frozen.snapshot, snapshot_sha256: frozen.contentSha256 },
    ...{ state: frozen.state, file: name, file_sha256: sha256(bytes), file_bytes: String(bytes.length) },
    sheets: described.map((one) => ({ ...one, rows: String(one.rows) })),
    records: records.map(({ record, recordId }) => ({ department: record.department, record_id: recordId })),
  };
  return { name, bytes, manifest: `${JSON.stringify(manifest, undefined, 2)}\n` };
}
