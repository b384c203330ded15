import { isZone, type Zone } from '#libs/domain/time.js';
import { cellReader } from '../cells/cell-reader.js';
import { dateFormat } from '../cells/date-format.js';
import type { Findings, Path } from '../findings.js';
import type { ColumnDocument } from '../map-document.js';
import { replacement } from '../values/replacement.js';
import type { Surroundings } from '../values/surroundings.js';
import { Fault, inColumns, type Scalar, type Value, type ValueType } from '../values/value.js';

/** What a reader of files hands over for one cell: its text, empty when there is none; or a list out of a JSON file. */
export type Cell = string | readonly unknown[];

/** A column of a table, ready to read cells. */
export interface CompiledColumn {
  /** The name that the map gives it. */
  readonly word: string;
  /** Its name in the file. */
  readonly name: string;
  readonly optional: boolean;
  readonly type: ValueType;
  readonly several: boolean;
  /** @throws {Fault} */
  readonly read: (cell: Cell, zoneOfRow: Zone | undefined) => Value;
}

/** Compiles one column of the map. */
export function compiledColumn(
  word: string,
  document: string | ColumnDocument,
  {
    decimalComma,
    around,
    path,
  }: { readonly decimalComma: boolean; readonly around: Surroundings; readonly path: Path },
): CompiledColumn {
  const rules: ColumnDocument = typeof document === 'string' ? { column: document } : document;
  const { column: name, type: named = 'text', format = 'iso', zone, split, optional = false } = rules;
  const type: ValueType = named === 'unit' ? 'text' : named;
  const { findings } = around;
  const dates = dateFormat(format, decimalComma);
  if (typeof dates === 'string')
    findings.add(
      [...path, 'format'],
      `"${format}" is no format of dates: ${dates}`,
      'write iso, excel, unix, unix_ms or dd.MM.yyyy HH:mm',
    );
  if (rules.format !== undefined && !/^(instant|day)$/.test(type))
    findings.add([...path, 'format'], `a ${named} has no format`, 'give the column the type instant or day');
  if (zone !== undefined && !isZone(zone))
    findings.add([...path, 'zone'], `there is no time zone ${zone}`, 'write Europe/Berlin');
  if (type === 'day' && hasInstants(format, findings, path))
    return compiledColumn(word, { ...rules, type: 'text', format: undefined } as ColumnDocument, {
      decimalComma,
      around,
      path,
    });
  const readText = cellReader({
    type,
    format: typeof dates === 'string' ? { name: 'iso', example: '', read: () => ({ kind: 'invalid' }) } : dates,
    zone,
    decimalComma,
  });
  const change = changes(rules, around, path);
  const one = (text: string, rowZone: Zone | undefined): Scalar => {
    const changed = change(text);
    return changed === undefined || changed === '' ? undefined : readText(String(changed), rowZone);
  };
  const read = (cell: Cell, rowZone: Zone | undefined): Value => {
    if (split === undefined) return cell === '' ? undefined : one(textOf(cell), rowZone);
    const list = typeof cell === 'string' ? (cell === '' ? [] : cell.split(split)) : cell.map(String);
    return list.map((text) => one(text.trim(), rowZone));
  };
  const columns = [name];
  return {
    word,
    name,
    optional,
    type,
    several: split !== undefined,
    read: (cell, rowZone) => inColumns(columns, () => read(cell, rowZone)),
  };
}

/** A pattern with an offset gives an instant: on which day it lies depends on a zone, so it is read as an instant. */
function hasInstants(format: string, findings: Findings, path: Path): boolean {
  const instants = /^unix/.test(format) || (!/^(iso|excel)$/.test(format) && /Z/.test(format));
  if (instants) findings.add([...path, 'type'], `${format} gives instants, not days`, 'write type: instant');
  return instants;
}

/** What happens to a text before it is read as its type: letters, then the value table. */
function changes(rules: ColumnDocument, around: Surroundings, path: Path): (text: string) => Scalar {
  const { lower_case, first_characters, type } = rules;
  const replace = rules.values === undefined ? undefined : replacement(rules, around.tables, path, around.findings);
  if (rules.otherwise !== undefined && replace === undefined)
    around.findings.add([...path, 'otherwise'], 'there is no value table', 'add values, or take otherwise away');
  return (text) => {
    let changed = text;
    if (lower_case === true) changed = changed.toLowerCase();
    if (first_characters !== undefined) changed = [...changed].slice(0, first_characters).join('');
    if (type === 'unit') changed = unitName(changed);
    return replace === undefined ? changed : replace(changed);
  };
}

/** "team-koln" of "Team Köln": the letters that the name of a unit may have. */
function unitName(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
  return plain.replace(/[^a-z0-9_/-]+/g, '-').replace(/^-+|-+$/g, '');
}

function textOf(cell: Cell): string {
  if (typeof cell !== 'string')
    throw new Fault('the cell holds a list', 'add split to the column, or read it as rows: {list: ...}');
  if (cell.includes('\0')) throw new Fault('the cell holds a NUL byte', 'remove it');
  if (cell.includes('\uFFFD'))
    throw new Fault('the cell is not UTF-8', 'save the file as UTF-8, or say its encoding in the map: windows-1252');
  return cell;
}
