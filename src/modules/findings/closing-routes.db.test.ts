import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { gitleaks } from '../../../test/harness/reports.ts';
import { testServer } from '../../../test/harness/server.ts';
import { reportFinding } from '../../contract/scans.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { reportByHand } from '../intake/report-by-hand.ts';
import { findingRoutes } from './routes.ts';

type Headers = Record<string, string>;

let home: TestHouse;
let server: Awaited<ReturnType<typeof testServer>>;
let champion: Headers;
let developer: Headers;
let secrets = 0;

beforeAll(async () => {
  home = await openTestHouse();
  server = await testServer(home.house.database, home.clock);
  await server.app.register(findingRoutes(home.house.line));
  await server.app.ready();
  champion = await server.cookieOf('champion@acme.example', ['champion']);
  developer = await server.cookieOf('dev@acme.example');
});
afterAll(async () => {
  await server.app.close();
  await home.close();
});

async function post(headers: Headers, id: string, action: 'close' | 'reopen', payload: object) {
  const url = `/api/v1/findings/${id}/${action}`;
  const answer = await server.app.inject({ method: 'POST', url, headers, payload });
  await home.settle();
  return { status: answer.statusCode, body: answer.json() };
}

async function secret(): Promise<string> {
  const repository = `acme/secret-${++secrets}`;
  await home.send(gitleaks([{ secret: `value-${secrets}` }]), { repository });
  const [row] = await home.rows<{ id: string }>(
    'select f.id from finding f join target t on t.id = f.target_id where t.key = $1',
    [repository],
  );
  return toPublicId('finding', row!.id);
}

async function manual(personId: string | null): Promise<string> {
  const report = reportFinding.parse({
    title: 'Orders of others can be read',
    severity: 'high',
    phase: 'threat-model',
    target: { kind: 'repository', key: 'acme/hand' },
  });
  const id = await reportByHand(home.house.line, report, { label: 'x', name: 'Robin', personId });
  await home.settle();
  return toPublicId('finding', id);
}

const rotated = { how: 'rotated', evidence: 'Change 12.' };
const signedOff = { how: 'signed-off', evidence: 'Looked at it again with the team.' };

describe('closing by hand over HTTP', () => {
  it('answers the new state, can be undone, and stands in the audit trail', async () => {
    const id = await secret();
    expect(await post(champion, id, 'close', rotated)).toEqual({ status: 200, body: { id, state: 'fixed' } });
    expect(await post(champion, id, 'reopen', { reason: 'the wrong one' })).toEqual({
      status: 200,
      body: { id, state: 'reopened' },
    });
    const trail = await home.rows('select actor, action from audit_entry where subject = $1 order by id', [
      id,
    ]);
    expect(trail).toEqual([
      { actor: 'champion@acme.example', action: 'finding.close' },
      { actor: 'champion@acme.example', action: 'finding.reopen' },
    ]);
  });

  it.each(['security', 'partner', 'manager'] as const)('is open to %s', async (role) => {
    const headers = await server.cookieOf(`${role}@acme.example`, [role]);
    expect(await post(headers, await secret(), 'close', rotated)).toMatchObject({ status: 200 });
  });

  it('is refused to other roles, to pipelines and to nobody, and changes nothing', async () => {
    const id = await secret();
    const leader = await server.cookieOf('leader@acme.example', ['leader']);
    const pipeline = { authorization: (await server.bearer(['scans:write', 'read'])).authorization };
    for (const headers of [developer, leader, pipeline])
      expect(await post(headers, id, 'close', rotated)).toMatchObject({
        status: 403,
        body: { code: 'LK-FORBIDDEN' },
      });
    expect(await post({}, id, 'close', rotated)).toMatchObject({ status: 401 });
    await post(champion, id, 'close', rotated);
    expect(await post(developer, id, 'reopen', { reason: 'x' })).toMatchObject({ status: 403 });
  });

  it('of a finding by hand is open to the person who found it, whatever their role, and to no other', async () => {
    const link = await server.linkFor('finder@acme.example');
    const finder = await server.cookieOf('finder@acme.example');
    const id = await manual(link.id);
    expect(await post(developer, id, 'close', signedOff)).toMatchObject({ status: 403 });
    expect(await post(finder, id, 'close', signedOff)).toMatchObject({
      status: 200,
      body: { state: 'fixed' },
    });
    expect(await post(finder, await manual(null), 'close', signedOff)).toMatchObject({ status: 403 });
  });

  it('names what is wrong: another kind’s word, no evidence, closed already, not closed, not there', async () => {
    const id = await secret();
    expect(await post(champion, id, 'close', signedOff)).toMatchObject({
      status: 400,
      body: { code: 'LK-VALIDATION', detail: 'a secret is closed as revoked or rotated, not as signed-off' },
    });
    expect(await post(champion, id, 'close', { how: 'revoked', evidence: ' ' })).toMatchObject({
      status: 400,
    });
    expect(await post(champion, id, 'reopen', { reason: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'LK-CONFLICT' },
    });
    await post(champion, id, 'close', rotated);
    expect(await post(champion, id, 'close', rotated)).toMatchObject({
      status: 409,
      body: { code: 'LK-CONFLICT' },
    });
    const nobody = toPublicId('finding', '01900000-0000-7000-8000-000000000000');
    for (const unknown of [nobody, 'fnd_x'])
      expect(await post(champion, unknown, 'close', rotated)).toMatchObject({ status: 404 });
  });

  it('of a finding by hand that is told again opens it again', async () => {
    const source = { source: 'Bounty', externalId: 'B-9', target: { kind: 'repository', key: 'acme/hand' } };
    const tell = async () => {
      const told = { title: 'A voucher counts twice', severity: 'medium', phase: 'bug-bounty', ...source };
      const reporter = { label: 'x', name: 'Robin', personId: null };
      const id = await reportByHand(home.house.line, reportFinding.parse(told), reporter);
      await home.settle();
      return id;
    };
    const id = await tell();
    await post(champion, toPublicId('finding', id), 'close', { how: 'retested', evidence: 'Tried it.' });
    home.clock.advance(1000);
    expect(await tell()).toBe(id);
    expect(await home.rows('select state, closed_how from finding where id = $1', [id])).toEqual([
      { state: 'reopened', closed_how: null },
    ]);
  });
});
