import type { FastifyReply } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { visitorOf } from '../../../../test/harness/visitor.ts';
import type { AppError, ErrorCode } from '../../../kernel/errors.ts';
import { hashQueue } from './hash-queue.ts';
import { checkPassword } from './passwords.ts';

const PASSWORD = 'gift-otter-cloud';
const EMAIL = 'target@acme.example';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  await server.app.ready();
  const { secret } = await server.linkFor(EMAIL);
  const browser = visitorOf(server.app);
  await browser.post('sign-in', { secret });
  expect((await browser.put('me/password', { password: PASSWORD })).status).toBe(204);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

const reply = { header: () => reply } as unknown as FastifyReply;

/** The way of a password behind all limits of addresses, with a look at what is hashed, and how much at once. */
function guesser(limits: { atOnce: number; waiting: number }) {
  const queue = hashQueue(limits);
  const seen = { hashed: 0, atOnce: 0, most: 0 };
  const hashes: typeof queue = {
    run: (work) =>
      queue.run(async () => {
        seen.hashed++;
        seen.most = Math.max(seen.most, ++seen.atOnce);
        return work().finally(() => seen.atOnce--);
      }),
  };
  const guess = (email: string, password: string): Promise<ErrorCode | null> =>
    checkPassword({ db: database.db, hashes }, { email, password }, server.clock.now(), reply).then(
      () => null,
      (error: unknown) => (error as AppError).code,
    );
  return { guess, seen };
}
const count = (codes: readonly (ErrorCode | null)[], code: ErrorCode) =>
  codes.filter((one) => one === code).length;

it('10,000 wrong passwords for one account are five that are looked at, and its owner comes in afterwards', async () => {
  const { guess, seen } = guesser({ atOnce: 2, waiting: 40 });
  const codes: (ErrorCode | null)[] = [];
  for (let done = 0; done < 10_000; done += 100)
    codes.push(
      ...(await Promise.all(
        Array.from({ length: 100 }, (_, at) => guess(EMAIL, `wrong guess ${done + at}`)),
      )),
    );
  expect([count(codes, 'LK-SIGN-IN'), count(codes, 'LK-RATE-LIMITED')]).toEqual([5, 9_995]);
  expect(seen.hashed).toBe(5);
  expect(await guess(EMAIL, PASSWORD)).toBe('LK-RATE-LIMITED');
  const locks = await database.db
    .selectFrom('audit_entry')
    .select('detail')
    .where('action', '=', 'sign-in.lock')
    .execute();
  expect(locks).toEqual([{ detail: { failed: 5, what: 'password', lockedMinutes: 1 } }]);
  server.clock.advance(60_000);
  expect(await guess(EMAIL, PASSWORD)).toBeNull();
}, 120_000);

it('a flood over many accounts hashes two at once, refuses at once what does not fit, and locks nobody unseen', async () => {
  const { guess, seen } = guesser({ atOnce: 2, waiting: 4 });
  const flood = Array.from({ length: 60 }, (_, at) => guess(`somebody-${at}@acme.example`, 'wrong guess'));
  const codes = await Promise.all(flood);
  expect(seen.most).toBe(2);
  expect(seen.hashed).toBe(count(codes, 'LK-SIGN-IN'));
  expect(count(codes, 'LK-RATE-LIMITED')).toBe(60 - seen.hashed);
  expect(count(codes, 'LK-RATE-LIMITED')).toBeGreaterThan(0);
  const { rows } = await database.pool.query(
    'select count(*)::int as n from sign_in_failure where failed = 1',
  );
  expect(rows[0].n).toBe(seen.hashed);
});

it('one address is slowed down, whomever it guesses', async () => {
  const browser = visitorOf(server.app);
  const statuses: number[] = [];
  for (let at = 0; at < 31; at++)
    statuses.push(
      (await browser.post('sign-in/password', { email: `a${at}@acme.example`, password: 'x' })).status,
    );
  expect([statuses[29], statuses[30]]).toEqual([401, 429]);
}, 60_000);
