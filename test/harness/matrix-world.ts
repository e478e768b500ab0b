import type { Role, Scope } from '../../src/contract/access.ts';
import { toPublicId } from '../../src/kernel/ids.ts';
import type { AboutKind } from '../../src/modules/access/actor.ts';
import { addToken, ensurePerson } from '../../src/modules/access/public.ts';
import { giveGrant } from '../../src/modules/access/rights/grants.ts';
import { addServiceAccount, addServiceToken } from '../../src/modules/access/services/service-accounts.ts';
import { SESSION_COOKIE } from '../../src/modules/access/sign-in/cookies.ts';
import { startSession } from '../../src/modules/access/sign-in/sessions.ts';
import { personById } from '../../src/modules/access/store.ts';
import { importOrganisation } from '../../src/modules/organisation/public.ts';
import { storeFilesOf } from '../../src/modules/ownership/service.ts';
import { openTestHouse } from './house.ts';
import { sarif } from './reports.ts';

const ORGANISATION = `
businessUnits:
  - { key: above, name: Above }
  - { key: below, name: Below, parent: above }
  - { key: beside, name: Beside }
teams:
  - { key: right, name: Right, unit: below, manager: named@acme.example }
  - { key: other, name: Other, unit: beside }
repositories:
  - { key: acme/right, unit: below }
`;

export type Headers = Record<string, string>;

/** A team with one of everything that a request can be about, and people who are something to it or to another. */
export async function matrixWorld() {
  const home = await openTestHouse();
  const { database, ids } = home.house;
  const { db } = database;
  await db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, ORGANISATION);
    const file = { path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: right\n' };
    await storeFilesOf(tx, { ids, now: home.clock.now() }, 'acme/right', [file]);
  });
  await home.send(sarif([{ path: 'src/a.ts', line: 1, text: 'query(value)', rule: 'rule-1' }]), {
    repository: 'acme/right',
  });
  await home.rest();
  await home.rows(
    `insert into ownership_coverage (repository_id, folder, name, team, source, unowned, errors)
     select id, '', key, 'right', 'about', false, 0 from repository where key = 'acme/right'
     on conflict do nothing`,
  );
  const one = async (column: string, table: string) =>
    (await home.rows<{ id: string }>(`select ${column} as id from ${table} limit 1`))[0]!.id;
  const things: Record<AboutKind, string> = {
    team: 'right',
    unit: 'below',
    repository: 'acme/right',
    finding: toPublicId('finding', await one('id', 'finding')),
    fix: toPublicId('fix', await one('fix_id', 'finding')),
    ticket: await one(`queue || '-' || number`, 'ticket'),
    ask: toPublicId('ask', await ask()),
    exception: toPublicId('exception', await exception()),
    person: 'f'.repeat(32),
  };

  async function ask(): Promise<string> {
    const id = ids.next();
    await home.rows(
      `insert into ask (id, queue, number, kind, from_team_id, to_team_id, title, asked_by_name, waits_since,
         opened_at, changed_at)
       select $1, 'SEC', 900, 'review', r.id, s.id, 'Look', 'x', now(), now(), now()
       from team r, team s where r.key = 'right' and s.key = 'security-triage'`,
      [id],
    );
    return id;
  }

  async function exception(): Promise<string> {
    const id = ids.next();
    await home.rows(
      `insert into exception (id, kind, scope, finding_id, team_id, reason, asked_by, asked_at, priority, state,
         policy_version)
       select $1, 'false-positive', 'finding', f.id, f.owner_team_id, 'x', 'x', now(), 2, 'asked', 1 from finding f`,
      [id],
    );
    return id;
  }

  return {
    ...home,
    things,
    async person(name: string, roles: Role[]): Promise<string> {
      const email = `${name}@acme.example`;
      return (await db.transaction().execute((tx) => ensurePerson(tx, ids, { email, name, roles }))).id;
    },
    async grant(personId: string, role: Exclude<Role, 'admin'>, at: { team: string } | { unit: string }) {
      const hand = { by: 'test', now: home.clock.now() };
      await db.transaction().execute((tx) => giveGrant(tx, ids, personId, { role, ...at }, hand));
    },
    /** Headers of a person who is signed in and uses the page. */
    async session(personId: string): Promise<Headers> {
      const secret = await db.transaction().execute(async (tx) => {
        const { email } = (await personById(tx, personId))!;
        const browser = { userAgent: null, former: undefined };
        return startSession(tx, { id: personId, email }, 'link', browser, home.clock.now());
      });
      return { cookie: `${SESSION_COOKIE}=${secret}`, 'sec-fetch-site': 'same-origin' };
    },
    async service(scopes: Scope[]): Promise<Headers> {
      const hand = { by: 'test', now: home.clock.now() };
      const { token } = await db.transaction().execute(async (tx) => {
        const key = `ci-${scopes.length}-${ids.next()}`;
        await addServiceAccount(tx, ids, { key, name: 'CI', scopes }, hand);
        return addServiceToken(tx, ids, key, { name: 'matrix', expiresInDays: 90 }, hand);
      });
      return { authorization: `Bearer ${token}` };
    },
    async bearer(scopes: readonly Scope[], personId: string | null = null): Promise<Headers> {
      const wanted = { name: 'matrix', scopes: [...scopes], expiresAt: null, personId };
      const { token } = await db.transaction().execute((tx) => addToken(tx, ids, wanted, 'test'));
      return { authorization: `Bearer ${token}` };
    },
  };
}
export type MatrixWorld = Awaited<ReturnType<typeof matrixWorld>>;
