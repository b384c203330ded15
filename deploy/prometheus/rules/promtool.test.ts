import { describe, expect, it } from 'vitest';
import { verdictsIn } from './promtool.js';

/** As promtool 2.42 prints it. */
const PRINTED = `Unit Testing:  audit.test.yaml
  SUCCESS

Unit Testing:  disk-filling.test.yaml
  FAILED:
    alertname: CxDiskFilling, time: 6m, 
        exp:[
            0:
              Labels:{alertname="CxDiskFilling", severity="ticket"}
            ], 
        got:[]

Unit Testing:  insecure.test.yaml
  SUCCESS
`;

describe('what promtool printed about several files', () => {
  const verdicts = verdictsIn(PRINTED, 'Unit Testing:');

  it('is a verdict on each file', () => {
    expect([...verdicts].map(([file, { isGood }]) => [file, isGood])).toEqual([
      ['audit.test.yaml', true],
      ['disk-filling.test.yaml', false],
      ['insecure.test.yaml', true],
    ]);
  });

  it('names the alert and the minute under the file that failed, and nothing of other files', () => {
    const words = verdicts.get('disk-filling.test.yaml')?.words;
    expect(words).toContain('alertname: CxDiskFilling, time: 6m');
    expect(words).not.toContain('insecure');
  });
});
