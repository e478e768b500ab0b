import { describe, expect, it } from 'vitest';
import { ssvcCsv } from '../../../../../test/harness/feeds.ts';
import { parseEpss } from './epss.ts';
import { parseKev } from './kev.ts';
import { parseSsvcCsv, ssvcOfRecord } from './ssvc.ts';

const record = (options: object[], more: object = {}) => ({
  dataType: 'CVE_RECORD',
  cveMetadata: { cveId: 'CVE-2026-1001', datePublished: '2026-08-31T10:00:00.000Z', state: 'PUBLISHED' },
  containers: {
    cna: { title: 'x' },
    adp: [
      { title: 'CVE Program Container' },
      {
        title: 'CISA ADP Vulnrichment',
        metrics: [
          { cvssV3_1: { baseScore: 7 } },
          { other: { type: 'kev', content: { dateAdded: '2026-09-01' } } },
          { other: { type: 'ssvc', content: { timestamp: '2026-09-01T12:00:00.123Z', options } } },
        ],
      },
    ],
  },
  ...more,
});
const ANSWERS = [{ Exploitation: 'Active' }, { Automatable: 'YES' }, { 'Technical Impact': 'total' }];

describe('a record of Vulnrichment', () => {
  it('gives CISA’s answers in one spelling, with their day and the day of publication', () => {
    expect(ssvcOfRecord(record(ANSWERS))).toEqual({
      cve: 'CVE-2026-1001',
      exploitation: 'active',
      automatable: 'yes',
      technicalImpact: 'total',
      published: '2026-08-31',
      asOf: '2026-09-01',
    });
    expect(ssvcOfRecord(record([{ Exploitation: 'public PoC' }]))).toMatchObject({
      exploitation: 'poc',
      automatable: null,
    });
  });

  it('counts with its newest assessment', () => {
    const twice = record(ANSWERS);
    twice.containers.adp.push({
      title: 'CISA ADP Vulnrichment',
      metrics: [
        {
          other: {
            type: 'ssvc',
            content: { timestamp: '2024-01-01T00:00:00Z', options: [{ Exploitation: 'none' }] },
          },
        },
      ],
    } as never);
    expect(ssvcOfRecord(twice)).toMatchObject({ exploitation: 'active', asOf: '2026-09-01' });
  });

  it('says nothing where nobody assessed it, or it was rejected', () => {
    expect(ssvcOfRecord(record(ANSWERS, { containers: { cna: {} } }))).toBeNull();
    expect(
      ssvcOfRecord(record(ANSWERS, { cveMetadata: { cveId: 'CVE-2026-1001', state: 'REJECTED' } })),
    ).toBeNull();
  });

  it.each([
    ['something else', { name: 'x' }, /no CVE record/],
    ['nothing', null, /no CVE record/],
    ['an id that is none', record(ANSWERS, { cveMetadata: { cveId: 'CVE-1' } }), /no id of a CVE/],
    [
      'an answer that SSVC does not have',
      record([{ Exploitation: 'maybe' }]),
      /no such answer on exploitation/,
    ],
  ])('is refused with a sentence when it is %s', (_what, value, sentence) => {
    expect(ssvcOfRecord(value)).toMatch(sentence);
  });
});

describe('what is wrong is told with its line', () => {
  const kev = (rows: string[]) => parseKev(`cveID,dateAdded,dueDate\n${rows.join('\n')}\n`).problem;
  const ssvc = (rows: string[]) => parseSsvcCsv(ssvcCsv(rows)).problem;
  const good = 'CVE-2026-1001,none,no,total,2026-09-01';
  const catalogue = (entries: object[]) =>
    JSON.stringify(
      { catalogVersion: '1', dateReleased: '2026-09-01T00:00:00Z', vulnerabilities: entries },
      null,
      1,
    );

  it.each([
    ['a day that is none', kev(['CVE-2026-1001,2026-09-01,', 'CVE-2026-1002,yesterday,']), /^line 3: /],
    [
      'an id twice',
      kev(['CVE-2026-1001,2026-09-01,', 'CVE-2026-1001,2026-09-01,']),
      /^line 3: CVE-2026-1001 stands/,
    ],
    ['a row cut off', kev(['CVE-2026-1001,2026-09-01,', 'CVE-20']), /^line 3: /],
    ['no header', parseKev('hello\n').problem, /^line 1: /],
    [
      'an entry without a day',
      parseKev(catalogue([{ cveID: 'CVE-2026-1001', dateAdded: '2026-09-01' }, { cveID: 'CVE-2026-1002' }]))
        .problem,
      /^line 10: the catalogue is not as expected at vulnerabilities\.1\.dateAdded/,
    ],
    [
      'a JSON cut off',
      parseKev(catalogue([{ cveID: 'CVE-2026-1001' }]).slice(0, -9)).problem,
      /^line \d+: the file is not valid JSON/,
    ],
    [
      'an answer that SSVC does not have',
      ssvc([good, 'CVE-2026-1002,often,no,total,2026-09-01']),
      /^line 3: .*exploitation/,
    ],
    ['an assessment twice', ssvc([good, good]), /^line 3: CVE-2026-1001 stands in it twice/],
    ['an assessment without a day', ssvc([good, 'CVE-2026-1002,none,no,total,']), /^line 3: /],
    ['no assessment', ssvc([]), /no assessment/],
    ['a table of another sort', parseSsvcCsv('a,b\n1,2\n').problem, /^line 1: .*no column cve/],
    [
      'a score that is none',
      parseEpss('#model_version:v1,score_date:2026-09-01T00:00:00Z\ncve,epss,percentile\nCVE-2026-1001,2,1\n')
        .problem,
      /^line 3: /,
    ],
  ])('for %s', (_what, problem, told) => {
    expect(problem).toMatch(told);
  });
});

describe('a catalogue as a table', () => {
  it('is as old as its newest entry, and takes a due date before the day of the entry as it is', () => {
    const text = [
      'cve_ID,Date_Added,due_date,known_ransomware_campaign_use,notes',
      'CVE-2021-1001,2021-11-03,2021-05-01,Known,"two',
      'lines, and more"',
      'cve-2022-1002,2022-01-10,,Unknown,',
    ].join('\r\n');
    expect(parseKev(text)).toEqual({
      version: null,
      asOf: new Date('2022-01-10'),
      dayOnly: true,
      rows: [
        { cve: 'CVE-2021-1001', dateAdded: '2021-11-03', ransomware: true, dueDate: '2021-05-01' },
        { cve: 'CVE-2022-1002', dateAdded: '2022-01-10', ransomware: false, dueDate: null },
      ],
    });
  });
});
