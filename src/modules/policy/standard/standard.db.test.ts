import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAcmeHouse } from '../../../../test/harness/acme-house.ts';
import { type RunningServer, startServer } from '../../../app/server.ts';
import type { Problem } from '../../../contract/shapes.ts';
import { type Standard, standard } from '../../../contract/standard.ts';
import { addToken } from '../../access/public.ts';
import { fold } from '../../insight/public.ts';

let home: Awaited<ReturnType<typeof openAcmeHouse>>;
let server: RunningServer;
let token = '';
beforeAll(async () => {
  home = await openAcmeHouse();
  await fold(home.house.database.db, home.clock.now());
  server = await startServer(home.house, { port: 0 });
  const wanted = { name: 'reads', scopes: ['read' as const], expiresAt: null };
  const { database, ids } = home.house;
  token = (await database.db.transaction().execute((tx) => addToken(tx, ids, wanted, 'test'))).token;
});
afterAll(async () => {
  await server.close();
  await home.close();
});

async function ask<Body>(query = '', headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  const response = await fetch(`${server.url}/api/v1/standard${query}`, { headers });
  return { status: response.status, body: (await response.json()) as Body };
}

describe('GET /api/v1/standard', () => {
  it('answers everybody who is signed in, for the house and for a repository', async () => {
    expect((await ask('', {})).status).toBe(401);
    const house = standard.parse((await ask<Standard>()).body);
    expect(house.place).toMatchObject({ repository: null, name: 'All of the house', team: null });
    const basket = standard.parse((await ask<Standard>('?repository=acme/basket')).body);
    expect(basket.place).toMatchObject({
      repository: 'acme/basket',
      team: { key: 'basket', unowned: false },
    });
    expect(basket.policy).toBe('default@1');
  });

  it('counts what is open there, what is over its date and which dates were met, as the findings do', async () => {
    const { now } = (await ask<Standard>('?repository=acme/basket')).body;
    const counting = (where: string) =>
      home.rows<Record<string, number>>(
        `select count(*) filter (where state in ('open', 'reopened'))::int as open,
        count(*) filter (where state in ('open', 'reopened') and due_at < $1)::int as overdue,
        count(*) filter (where due_at < $1 and state = 'fixed' and changed_at <= due_at)::int as met,
        count(*) filter (where due_at < $1 and state in ('open', 'reopened', 'fixed'))::int as dates
       from finding f left join repository r on r.id = f.repository_id where ${where} and lead_id is null`,
        [home.clock.now()],
      );
    const [counted] = await counting("r.key = 'acme/basket'");
    expect(counted!['overdue']).toBeGreaterThan(0);
    expect(Object.values(now.open).reduce((a, b) => a + b)).toBe(counted!['open']);
    expect(now.overdue).toBe(counted!['overdue']);
    expect(now.met).toEqual({ inTime: counted!['met'], all: counted!['dates'] });
    expect(now.oldest!.id).toMatch(/^fnd_/);
    const house = (await ask<Standard>()).body.now;
    const [all] = await counting('true');
    expect(all!['open']).toBeGreaterThan(counted!['open']!);
    expect(Object.values(house.open).reduce((a, b) => a + b)).toBe(all!['open']);
    expect(house.overdue).toBe(all!['overdue']);
    expect(house.met).toEqual({ inTime: all!['met'], all: all!['dates'] });
    const [oldest] = await home.rows<{ opened_at: Date }>(
      `select min(opened_at) as opened_at from finding where state in ('open', 'reopened') and lead_id is null`,
    );
    expect(house.oldest!.openedAt).toBe(oldest!.opened_at.toISOString());
  });

  it('of a folder counts what lies in it', async () => {
    const whole = (await ask<Standard>('?repository=acme/basket')).body.now;
    const part = (await ask<Standard>('?repository=acme/basket&folder=src/part-0/')).body;
    expect(part.place.folder).toBe('src/part-0');
    const open = (of: Standard['now']) => Object.values(of.open).reduce((a, b) => a + b);
    expect(open(part.now)).toBeGreaterThan(0);
    expect(open(part.now)).toBeLessThan(open(whole));
  });

  it('says so when nothing is called that', async () => {
    for (const query of ['?repository=acme/nobody', '?service=nobody'])
      expect(await ask<Problem>(query)).toMatchObject({ status: 404, body: { code: 'LK-NOT-FOUND' } });
  });
});
