import { instantOfWallTime, isZone, type Zone } from '#libs/domain/time.js';
import { Fault, type Scalar, type ValueType } from '../values/value.js';
import type { DateFormat } from './date-format.js';

/** How the cells of one column are read. */
export interface CellRule {
  readonly type: ValueType;
  readonly format: DateFormat;
  /** Of wall times in this column; undefined: the zone of the row. */
  readonly zone: Zone | undefined;
  readonly decimalComma: boolean;
}

/** Reads the text of a cell that is not empty. @throws {Fault} */
export type ReadCell = (text: string, zoneOfRow: Zone | undefined) => Scalar;

export function cellReader(rule: CellRule): ReadCell {
  switch (rule.type) {
    case 'text':
      return (text) => text;
    case 'instant':
      return (text, zone) => instant(text, rule.format, rule.zone ?? zone);
    case 'day':
      return (text) => day(text, rule.format);
    case 'whole':
      return (text) => whole(text);
    case 'decimal':
      return (text) => decimal(text, rule.decimalComma);
    case 'yes_no':
      return yesNo;
  }
}

function instant(text: string, format: DateFormat, zone: Zone | undefined): number {
  const read = format.read(text);
  if (read.kind === 'instant') return read.instant;
  if (read.kind === 'invalid') throw new Fault(`"${text}" is not a timestamp`, `write ${format.example}`);
  if (zone === undefined)
    throw new Fault(`"${text}" has no offset`, 'name its zone, in the map or with --zone Europe/Berlin');
  return instantOfWallTime(read.wallTime, zone);
}

/** The day that the text shows, whatever the offset behind it. */
function day(text: string, format: DateFormat): string {
  const read = format.read(text);
  if (read.kind === 'wall_time') return read.wallTime.slice(0, 10);
  const shown = /^\d{4}-\d{2}-\d{2}(?=$|[Tt ])/.exec(text)?.[0];
  if (read.kind === 'instant' && shown !== undefined) return shown;
  throw new Fault(`"${text}" is not a day`, `write ${format.name === 'iso' ? '2018-03-02' : format.example}`);
}

function whole(text: string): number {
  const value = Number(text);
  if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new Fault(`"${text}" is not a whole number`, 'write 5');
}

/** "1.234,50" with a decimal comma, "1,234.50" with a point. Signs of thousands must stand where they belong. */
function decimal(text: string, decimalComma: boolean): number {
  const form = decimalComma ? /^[+-]?(\d+|\d{1,3}([. ]\d{3})+)(,\d+)?$/ : /^[+-]?(\d+|\d{1,3}([, ]\d{3})+)(\.\d+)?$/;
  if (!form.test(text)) {
    const other = decimalComma ? 'point' : 'comma';
    throw new Fault(`"${text}" is not a number`, `write ${decimalComma ? '5,25' : '5.25'}, or say decimal: ${other}`);
  }
  const plain = text.replaceAll(decimalComma ? /[. ]/g : /[, ]/g, '');
  return Number(plain.replace(',', '.'));
}

const YES = new Set(['true', 'yes', '1', 'y', 'ja', 'j']);
const NO = new Set(['false', 'no', '0', 'n', 'nein']);

function yesNo(text: string): boolean {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new Fault(`"${text}" is neither yes nor no`, 'write true or false');
}

const zones = new Map<string, boolean>();

/** Whether a text is a zone. Files repeat a few of them a million times. */
export function isKnownZone(text: string): boolean {
  let known = zones.get(text);
  if (known === undefined) {
    known = isZone(text);
    if (zones.size < 1_000) zones.set(text, known);
  }
  return known;
}
