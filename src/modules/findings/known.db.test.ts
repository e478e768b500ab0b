import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { sarif } from '../../../test/harness/reports.ts';
import type { Observation } from '../../kernel/observation.ts';
import { readWhole } from '../../readers/kit/read-whole.ts';
import { sourceOfBytes } from '../../readers/kit/source.ts';
import { SAMPLES } from '../../readers/robust.samples.ts';
import { keysOf } from './keys.ts';
import type { Known } from './known.ts';
import { loadLive } from './store.ts';
import { ruleIdOf } from './stored-names.ts';

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

const config = (id: string) => ({
  Namespace: 'shop',
  Kind: 'Service',
  Name: id,
  Results: [
    {
      Target: `Service/${id}`,
      Class: 'config',
      Type: 'kubernetes',
      Misconfigurations: [
        {
          ID: 'KSV1',
          Title: 'Runs as root',
          Severity: 'HIGH',
          Status: 'FAIL',
          Message: `${id} runs as root`,
        },
      ],
    },
    {
      Target: `${id} (debian 12)`,
      Class: 'os-pkgs',
      Type: 'debian',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2030-1',
          PkgName: 'apt',
          InstalledVersion: '1.0',
          Severity: 'LOW',
          Title: 'apt',
        },
      ],
    },
  ],
});
const cluster = JSON.stringify({ ClusterName: 'acme', Resources: [config('pay'), config('orders')] });
const copies = JSON.stringify(
  ['a.env', 'b.env'].map((File) => ({
    RuleID: 'acme-token',
    Description: 'Acme token',
    StartLine: 4,
    EndLine: 4,
    StartColumn: 1,
    EndColumn: 9,
    Match: 'token = acme-1234567890',
    Secret: 'acme-1234567890',
    File,
    Commit: '',
    Tags: [],
    Fingerprint: `${File}:acme-token:4`,
  })),
);

/** What the passes compare; the key is left out, as the house hashes secrets with a key of its own. */
const compared = ({ path, ordered, rule, text, line, package: told }: Omit<Known, 'key' | 'live'>) =>
  JSON.stringify({ path, ordered, rule, text, line, package: told });

const reports: [string, Uint8Array][] = [
  ...SAMPLES.map(({ name, bytes }): [string, Uint8Array] => [name, bytes]),
  ['a cluster', Buffer.from(cluster)],
  ['copies of one secret', Buffer.from(copies)],
];

it.each(reports)('a stored finding is compared as the observation it came from: %s', async (name, bytes) => {
  const repository = `acme/${name.replaceAll(' ', '-')}`;
  expect(await home.send(Buffer.from(bytes), { repository })).toMatchObject({ state: 'done' });
  const { observations } = await readWhole(sourceOfBytes('report', bytes), { hashSecret: (value) => value });
  const [stream] = await home.rows<{ id: string; tool: string }>(
    'select s.id, s.tool from stream s join target t on t.id = s.target_id where t.key = $1',
    [repository],
  );
  const known = await home.house.database.db
    .transaction()
    .execute((tx) => loadLive(tx, stream!.id, new Date(0), null));
  const present = observations.filter(({ told }) => told?.state !== 'fixed');
  const seen = present.map((observation: Observation) => ({
    ...keysOf(observation, (rule) => ruleIdOf(stream!.tool, rule)),
    line: observation.place.startLine ?? 0,
  }));
  expect(known.length).toBeGreaterThan(0);
  expect(known.map(compared).sort()).toEqual(seen.map(compared).sort());
});

it('of two results of one rule on one line the one that is no longer told is the one that is fixed', async () => {
  const query = { repository: 'acme/one-line' };
  const told = (message: string) => ({ line: 7, text: 'query(a, b)', message });
  await home.send(sarif([told('a reaches the query'), told('b reaches the query')]), query);
  expect(await home.send(sarif([told('b reaches the query')]), query)).toMatchObject({
    delta: { opened: 0, fixed: 1 },
  });
  const states = await home.rows(
    `select f.message, f.state from finding f join target t on t.id = f.target_id where t.key = $1 order by f.message`,
    [query.repository],
  );
  expect(states).toEqual([
    { message: 'a reaches the query', state: 'fixed' },
    { message: 'b reaches the query', state: 'open' },
  ]);
});
