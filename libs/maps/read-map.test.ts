import { describe, expect, it } from 'vitest';
import { readMap } from './read-map.js';

/** A map without mistakes; tests change one line of it. */
const GOOD = `map: acme
zone: Europe/Berlin
tables:
  tickets:
    columns:
      ticket: Ticket ID
      opened: {column: Created, type: instant}
      answered: {column: First reply, type: instant, optional: true}
      team: {column: Group, type: unit}
      status: {column: Status, values: states}
    words:
      due: {value: "{opened}", plus: {hours: 4}}
values:
  states: {Open: open, Closed: closed}
facts:
  - fact: support.received
    when: {status: open}
    fact_id: "{ticket}/received"
    contact_id: "{ticket}"
    happened_at: "{opened}"
    fields:
      unit: "team/{team}"
      zone: "{zone}"
`;

const findingsOf = (text: string) => {
  const read = readMap(text);
  return read.kind === 'map' ? [] : read.findings.map(({ line, problem, cure }) => `${line}: ${problem}; ${cure}`);
};

describe('a map', () => {
  it('without mistakes has no findings', () => {
    expect(findingsOf(GOOD)).toEqual([]);
  });

  it.each([
    ['map: acme', 'map: ""', '1: Too small'],
    ['zone: Europe/Berlin', 'zone: Europe/Berln', '2: there is no time zone Europe/Berln; write Europe/Berlin'],
    ['zone: Europe/Berlin', 'zone: "{land}"', '2: there is no word {land}'],
    ['zone: Europe/Berlin', 'zoned: Europe/Berlin', '2: the key zoned is not known here; remove it'],
    ['tables:', 'tables: [', 'This is not YAML'],
    ['      ticket: Ticket ID', '      ticket: {colum: Ticket ID}', '6: column is missing'],
    ['      ticket: Ticket ID', '      Ticket: Ticket ID', '6: a word of the map is written in small letters'],
    ['      ticket: Ticket ID', '      ticket: 7', '6: a column is its name in the file'],
    ['type: instant}\n      answered', 'type: moment}\n      answered', '7: Invalid option: expected one of'],
    [
      'column: Created, type: instant',
      'column: Created, type: instant, format: dd.MM',
      '7: "dd.MM" is no format of dates',
    ],
    [
      'column: Created, type: instant',
      'column: Created, format: dd.MM.yyyy',
      '7: a text has no format; give the column the type instant',
    ],
    [
      'column: Created, type: instant',
      'column: Created, type: instant, zone: Mars/Base',
      '7: there is no time zone Mars/Base',
    ],
    [
      'column: Created, type: instant',
      'column: Created, type: day, format: unix',
      '7: unix gives instants, not days; write type: instant',
    ],
    ['values: states}', 'values: stats}', '10: there is no value table stats; Did you mean states?'],
    ['values: states}', 'otherwise: keep}', '10: there is no value table; add values'],
    ['values: states}', 'values: states, otherwise: guess}', '10: write refuse, leave_empty, keep'],
    ['plus: {hours: 4}', 'plus: {ours: 4}', '12: there is no duration ours; use seconds'],
    ['plus: {hours: 4}', 'plus: {hours: "{team}"}', '12: the duration is not a number'],
    ['plus: {hours: 4}', 'pluss: {hours: 4}', '12: there is no key of value pluss; Did you mean plus?'],
    ['value: "{opened}"', 'value: "{team}"', '12: hours cannot be added to a value of type text'],
    ['due: {value', 'due: {vlue', '12: there is no operation vlue, plus'],
    ['      due:', '      team:', '12: the word team stands there twice'],
    ['support.received', 'support.recieved', '16: there is no fact support.recieved; Did you mean support.received?'],
    ['support.received', 'suport.received', '16: there is no department suport; Did you mean support?'],
    ['when: {status: open}', 'when: {state: open}', '17: there is no word state; Did you mean status?'],
    ['when: {status: open}', 'when: {status: {is: open}}', '17: the key is is not known here'],
    ['when: {status: open}', 'when: {opened: {after: status}}', '17: one is instant, the other text'],
    [
      '    contact_id: "{ticket}"',
      '    contact: "{ticket}"',
      '19: there is no field contact; Did you mean contact_id?',
    ],
    ['    contact_id: "{ticket}"', '    table: tickts', '19: there is no table tickts; Did you mean tickets?'],
    ['    contact_id: "{ticket}"', '    each: comments', '19: there is no group of rows comments'],
    ['    contact_id: "{ticket}"\n', '', '16: the field contact_id is missing'],
    ['"{ticket}/received"', '"{ticket/received"', '18: a brace is not closed'],
    [
      'happened_at: "{opened}"',
      'happened_at: "{ticket}"',
      '20: the field holds instant, this is text; give the column the type instant',
    ],
    ['unit: "team/{team}"', 'unit: "{teams}"', '22: there is no word {teams}; Did you mean {team}?'],
    ['unit: "team/{team}"', 'unit: Team Berlin', '22: "Team Berlin" is not a unit; write site/berlin'],
    ['zone: "{zone}"\n', 'zone: Berlin\n', '23: "Berlin" is not a time zone; write Europe/Berlin'],
    ['zone: "{zone}"\n', 'zne: "{zone}"\n', '23: there is no field zne; Did you mean zone?'],
  ])('with %j as %j is refused: %s', (before, after, sentence) => {
    expect(GOOD).toContain(before);
    expect(findingsOf(GOOD.replace(before, after)).join('\n')).toContain(sentence);
  });

  it('reports all of its mistakes together, in the order of their lines', () => {
    const text = GOOD.replace('{team}"', '{teams}"').replace('{status: open}', '{state: open}');
    expect(findingsOf(text).map((line) => line.split(':')[0])).toEqual(['17', '22']);
  });
});
