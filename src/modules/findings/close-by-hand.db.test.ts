import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { gitleaks, sarif, semgrepSecrets } from '../../../test/harness/reports.ts';
import type { CloseFinding } from '../../contract/findings.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { findingPage } from '../insight/finding.ts';
import { closeByHand, reopenByHand, type Stater } from './close-by-hand.ts';

const HOUR = 3_600_000;

let home: TestHouse;
let count = 0;
let repository: string;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());
beforeEach(() => {
  repository = `acme/closing-${++count}`;
});

const kim: Stater = { label: 'kim@acme.example', name: 'Kim', personId: null, refused: null };
const revoked: CloseFinding = { how: 'revoked', evidence: 'Deleted at the issuer, change 4711.' };
const send = (report: unknown) => home.send(report, { repository });
const deps = () => home.house.line;

const findings = () =>
  home.rows<{ id: string; state: string; path: string; closed_how: string | null }>(
    `select f.id, f.state, f.path, f.closed_how from finding f join target t on t.id = f.target_id
     where t.key = $1 order by f.path, f.start_line`,
    [repository],
  );
const states = async () => (await findings()).map(({ state }) => state);
const publicIds = async () => (await findings()).map(({ id }) => toPublicId('finding', id));
const page = (id: string) => findingPage(home.house.database.db, id, home.clock.now());
const comments = async () =>
  (
    await home.rows<{ text: string }>(
      `select c.text from ticket_comment c join ticket k on k.id = c.ticket_id join fix x on x.id = k.fix_id
       join target t on t.id = x.target_id where t.key = $1 order by c.at, c.id`,
      [repository],
    )
  ).map(({ text }) => text);

async function close(id: string, statement = revoked): Promise<void> {
  home.clock.advance(HOUR);
  await closeByHand(deps(), id, statement, kim);
  await home.settle();
}

/** One secret in one file, found by a scan. */
async function oneSecret(value = 'value-one'): Promise<string> {
  await send(gitleaks([{ secret: value }]));
  return (await publicIds())[0]!;
}

describe('a secret', () => {
  it('is closed by a person’s word and evidence, and its ticket says whose word it was', async () => {
    const id = await oneSecret();
    await close(id);
    expect(await page(id)).toMatchObject({
      state: 'fixed',
      closedHow: 'revoked',
      ticket: { state: 'closed' },
      history: [
        { kind: 'opened' },
        { kind: 'closed-by-hand', actor: 'kim@acme.example', note: `revoked: ${revoked.evidence}` },
      ],
    });
    expect(await comments()).toEqual([
      'Closed: Kim says that it is revoked. The evidence is on the finding. Thank you.',
    ]);
  });

  it('that is revoked stays closed when scans still see it, in its place, in another and in a copy', async () => {
    const id = await oneSecret();
    await close(id);
    const still = await send(gitleaks([{ secret: 'value-one' }]));
    expect(still).toMatchObject({ state: 'done', delta: { opened: 0, reopened: 0 } });
    await send(gitleaks([{ secret: 'value-one', file: 'moved/.env', line: 9 }]));
    await send(gitleaks([{ secret: 'value-one' }, { secret: 'value-one', file: 'copy/.env' }]));
    expect(await states()).toEqual(['fixed']);
    expect((await page(id)).ticket?.state).toBe('closed');
  });

  it('of another value in the same place is a new finding', async () => {
    const id = await oneSecret();
    await close(id);
    await send(gitleaks([{ secret: 'value-two' }]));
    expect((await states()).sort()).toEqual(['fixed', 'open']);
  });

  it('is closed wherever its value lies in the target, and no other secret with it', async () => {
    await send(
      gitleaks([
        { secret: 'value-one', file: 'a.env' },
        { secret: 'value-one', file: 'b.env' },
        { secret: 'value-two', file: 'c.env' },
      ]),
    );
    await close((await publicIds())[1]!);
    expect(await states()).toEqual(['fixed', 'fixed', 'open']);
  });

  it('opens again when the tool tried it and it works, even if it tells the same as before', async () => {
    const works = semgrepSecrets([{ file: 'a.ts', line: 3, validation: 'CONFIRMED_VALID' }]);
    await send(works);
    const [id] = await publicIds();
    await close(id!);
    expect(await send({ ...works, version: '1.101.0' })).toMatchObject({ delta: { reopened: 1 } });
    expect(await page(id!)).toMatchObject({ state: 'reopened', closedHow: null, ticket: { state: 'open' } });
  });

  it('whose value the report hides stays closed only where it has not changed: it may be another one', async () => {
    await send(semgrepSecrets([{ file: 'a.ts', line: 3 }]));
    const [id] = await publicIds();
    await close(id!);
    await send({ ...semgrepSecrets([{ file: 'a.ts', line: 3 }]), version: '1.101.0' });
    expect(await states()).toEqual(['fixed']);
    await send(semgrepSecrets([{ file: 'a.ts', line: 40 }]));
    expect(await states()).toEqual(['reopened']);
  });

  it('closed by mistake is opened again with its ticket, and scans track it as before', async () => {
    const id = await oneSecret();
    await close(id);
    home.clock.advance(HOUR);
    await reopenByHand(deps(), id, { reason: 'that was another key' }, kim);
    await home.settle();
    expect(await page(id)).toMatchObject({ state: 'reopened', closedHow: null, ticket: { state: 'open' } });
    expect((await comments()).at(-1)).toBe('It is back: Kim opened it again: that was another key.');
    await send(gitleaks([{ secret: 'value-two' }]));
    expect((await page(id)).history.map(({ kind }) => kind)).toEqual([
      'opened',
      'closed-by-hand',
      'reopened',
      'removed',
    ]);
  });

  it('closed twice at once is closed once: one word in its history, one comment', async () => {
    const id = await oneSecret();
    const both = await Promise.allSettled([
      closeByHand(deps(), id, revoked, kim),
      closeByHand(deps(), id, { ...revoked, how: 'rotated' }, kim),
    ]);
    await home.settle();
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(['LK-CONFLICT']);
    expect((await page(id)).history).toHaveLength(2);
    expect(await comments()).toHaveLength(1);
  });

  it('is left as it was when the planner of tickets cannot be told', async () => {
    const id = await oneSecret();
    const broken = { ...deps(), publish: () => Promise.reject(new Error('no')) };
    await expect(closeByHand(broken, id, revoked, kim)).rejects.toThrow('no');
    expect(await page(id)).toMatchObject({ state: 'open', closedHow: null, history: [{ kind: 'opened' }] });
  });
});

describe('what a scan can close', () => {
  it('is not closed by hand, nor is what a scan closed opened by hand', async () => {
    await send(sarif([{ path: 'src/a.ts' }]));
    const [id] = await publicIds();
    await expect(closeByHand(deps(), id!, revoked, kim)).rejects.toMatchObject({ code: 'LK-VALIDATION' });
    await send(sarif([]));
    expect(await states()).toEqual(['fixed']);
    await expect(reopenByHand(deps(), id!, { reason: 'no' }, kim)).rejects.toMatchObject({
      code: 'LK-CONFLICT',
    });
    expect(await states()).toEqual(['fixed']);
  });
});
