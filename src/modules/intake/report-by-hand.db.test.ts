import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { sarif } from '../../../test/harness/reports.ts';
import { type ReportFinding, reportFinding } from '../../contract/scans.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { findingPage } from '../insight/finding.ts';
import { reportByHand } from './report-by-hand.ts';

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

const reporter = { label: 'user:1', name: 'Robin', personId: null };
const finding = (more: Partial<ReportFinding> = {}) =>
  reportFinding.parse({
    title: 'Orders of others can be read',
    severity: 'high',
    phase: 'penetration-test',
    target: { kind: 'repository', key: 'acme/hand' },
    evidence: 'GET /orders/17 as another customer',
    ...more,
  });

async function report(more: Partial<ReportFinding> = {}): Promise<string> {
  const id = await reportByHand(home.house.line, finding(more), reporter);
  await home.settle();
  return id;
}
const page = (id: string) => findingPage(home.house.database.db, toPublicId('finding', id), home.clock.now());
const count = async (table: string) =>
  Number((await home.rows<{ n: number }>(`select count(*) as n from ${table}`))[0]!.n);

describe('a finding reported by hand', () => {
  it('walks the line: owner, priority, date, ticket, and its finder is remembered', async () => {
    const told = await page(await report({ finder: { name: 'Kim of the test team' } }));
    expect(told).toMatchObject({
      kind: 'manual',
      tool: 'by-hand',
      phase: 'penetration-test',
      state: 'open',
      priority: 'P2',
      finder: { name: 'Kim of the test team', evidence: 'GET /orders/17 as another customer' },
      ticket: { state: 'open' },
    });
    expect(told.dueAt).not.toBeNull();
    expect(told.ownership.because.length).toBeGreaterThan(0);
  });

  it('told twice under the same name of its source is one, and the first finder stays', async () => {
    const source = { source: 'Bounty', externalId: 'B-1' };
    const first = await report(source);
    const before = await count('finding');
    expect(await report({ ...source, finder: { name: 'Someone else' }, description: 'More words.' })).toBe(
      first,
    );
    expect(await count('finding')).toBe(before);
    expect(await page(first)).toMatchObject({ finder: { name: 'Robin' }, message: 'More words.' });
  });

  it('of another source with the same number is another finding', async () => {
    const one = await report({ source: 'Bounty', externalId: '7', title: 'The first one' });
    const two = await report({ source: 'Spring test', externalId: '7', title: 'The second one' });
    expect(two).not.toBe(one);
    expect((await page(two)).title).toBe('The second one');
    expect((await page(two)).finder?.name).toBe('Robin');
  });

  it('told by two at once is one', async () => {
    const source = { source: 'Bounty', externalId: 'B-2' };
    const [one, two] = await Promise.all([report(source), report(source)]);
    expect(one).toBe(two);
  });

  it('is not closed by scans of its target, whatever they see', async () => {
    const id = await report();
    await home.send(sarif([]), { repository: 'acme/hand' });
    await home.send(sarif([], 'by-hand'), { repository: 'acme/hand' });
    expect(await page(id)).toMatchObject({ state: 'open', ticket: { state: 'open' } });
  });

  it('leaves nothing behind when it cannot be stored', async () => {
    const before = [await count('scan'), await count('finding'), await count('target')];
    const broken = { ...home.house.line, publish: () => Promise.reject(new Error('no')) };
    const target = { kind: 'repository' as const, key: 'acme/never' };
    await expect(reportByHand(broken, finding({ target }), reporter)).rejects.toThrow('no');
    expect([await count('scan'), await count('finding'), await count('target')]).toEqual(before);
  });

  it('cannot have been found in the future or before there were computers', async () => {
    for (const foundAt of ['2036-01-01T00:00:00Z', '0000-01-01T00:00:00Z'])
      await expect(report({ foundAt })).rejects.toMatchObject({ code: 'LK-VALIDATION' });
  });
});
