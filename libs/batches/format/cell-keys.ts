import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, CLASSES, ORIGINS } from '#libs/domain/observation.js';
import type { Day } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { encoded } from './encoded.js';
import { KeyTable } from './fast/key-table.js';

/** The key of a cell. */
export interface KeptKey {
  /** By which cells are found and sorted. */
  readonly text: string;
  /** cx.batches.v1.CellKey. */
  readonly bytes: Buffer;
  /** Quantities are counted in the cell, and not cases. */
  readonly isTally: boolean;
}

/** The key of a cell of a unit and day, by its other fields. */
interface KeyOfDay extends Omit<Cell, 'unit' | 'day'> {
  readonly key: KeptKey;
}

/** Keys that are remembered; some 25 MB. */
const MOST = 50_000;

/**
 * The keys of the cells that a process fills. It judges the same days and units again and again, so nearly every key was seen before: by a
 * verdict, or by the row of the outbox that it is sealed from. Then no text and no message is made for it.
 */
export class CellKeys {
  #table = new KeyTable();
  #keys: KeptKey[] = [];
  #judged = new Map<Unit, Map<Day, KeyOfDay[]>>();

  constructor(private readonly most = MOST) {}

  /** The key of the cell in which a verdict is counted. */
  of(cell: Cell): KeptKey {
    const { metric, definition, class: class_, reason, responsible, origin } = cell;
    const known = this.#judged.get(cell.unit)?.get(cell.day);
    if (known !== undefined)
      for (const one of known)
        if (
          one.metric === metric &&
          one.definition === definition &&
          one.class === class_ &&
          one.reason === reason &&
          one.responsible === responsible &&
          one.origin === origin
        )
          return one.key;
    const message = keyToProto(cell);
    const bytes = encoded(CellKey, message);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const key = this.#keys[this.#table.find(view, 0, bytes.length)] ?? this.#add(message, bytes, view);
    this.#ofDay(cell).push({ metric, definition, class: class_, reason, responsible, origin, key });
    return key;
  }

  /**
   * The key whose message lies in these bytes.
   *
   * @param view  of the same bytes
   */
  in(bytes: Buffer, view: DataView, from: number, to: number): KeptKey {
    const known = this.#keys[this.#table.find(view, from, to)];
    if (known !== undefined) return known;
    const own = Buffer.from(bytes.subarray(from, to)); // a copy: a key would keep the whole row
    return this.#add(CellKey.decode(own), own, new DataView(own.buffer, own.byteOffset, own.length));
  }

  #add(message: CellKey, bytes: Buffer, view: DataView): KeptKey {
    if (this.#keys.length >= this.most) {
      this.#table = new KeyTable();
      this.#keys = [];
      this.#judged = new Map();
    }
    const isTally = CATALOGUE.named(message.metric)[0]?.counts === 'TALLY';
    const key = { text: sortText(message), bytes, isTally };
    this.#keys[this.#table.add(view, 0, bytes.length)] = key;
    return key;
  }

  #ofDay({ unit, day }: Cell): KeyOfDay[] {
    const days = this.#judged.get(unit) ?? new Map<Day, KeyOfDay[]>();
    this.#judged.set(unit, days);
    const keys = days.get(day) ?? [];
    days.set(day, keys);
    return keys;
  }
}

function keyToProto({ metric, definition, unit, day, class: class_, reason, responsible, origin }: Cell): CellKey {
  return {
    metric,
    definition,
    unit,
    day,
    class: CLASSES.numberOf(class_),
    reason,
    responsible,
    origin: ORIGINS.numberOf(origin),
  };
}

/** The fields in the order of their numbers. NUL sorts before every character that a field may contain. */
function sortText({ metric, definition, unit, day, class: class_, reason, responsible, origin }: CellKey): string {
  const number = DEFINITIONS[definition] ?? definitionText(definition);
  return `${metric}\0${number}\0${unit}\0${day}\0${class_}\0${reason}\0${responsible}\0${origin}`;
}

function definitionText(definition: number): string {
  return String(definition).padStart(10, '0');
}

/** Nearly every metric has fewer definitions. */
const DEFINITIONS = Array.from({ length: 100 }, (_, definition) => definitionText(definition));
