import type {
  AskException,
  Exception,
  ExceptionPage,
  ExceptionPreview,
} from '../../src/contract/exceptions.ts';
import { toPublicId } from '../../src/kernel/ids.ts';
import { importOrganisation } from '../../src/modules/organisation/public.ts';
import { storeFilesOf } from '../../src/modules/ownership/service.ts';
import { type ExceptionsDeps, exceptionRoutes } from '../../src/modules/policy/public.ts';
import { openTestHouse } from './house.ts';
import { testServer } from './server.ts';

const ORGANISATION = `
businessUnits:
  - { key: shop, name: Shop, leader: lea@acme.example }
teams:
  - { key: payments, name: Payments, unit: shop, queue: PAY, manager: max@acme.example, champion: cho@acme.example }
  - { key: ledger, name: Ledger, unit: shop, queue: LED, manager: mia@acme.example }
people:
  - { email: dev@acme.example, name: Dev, teams: [{ team: payments }] }
  - { email: cho@acme.example, name: Cho, teams: [{ team: payments }] }
  - { email: max@acme.example, name: Max, teams: [{ team: payments }] }
  - { email: mia@acme.example, name: Mia, teams: [{ team: ledger }] }
  - { email: lea@acme.example, name: Lea, teams: [] }
`;

const PEOPLE = ['dev', 'cho', 'max', 'mia', 'lea'] as const;
type Name = (typeof PEOPLE)[number] | 'sec' | 'sue';
export type Answer<Body> = { status: number; body: Body & { code?: string; detail?: string } };

/**
 * A house with two teams: payments owns acme/shop and ledger its folder `ledger/`. Max manages payments, Cho is its
 * champion, Dev a developer, Lea leads the unit, Mia manages ledger, Sec and Sue are of security.
 */
export async function exceptionsHouse(options: Parameters<typeof openTestHouse>[0] = {}) {
  const home = await openTestHouse(options);
  const { database, ids, clock, events } = home.house;
  const deps: ExceptionsDeps = { db: database.db, ids, clock, publish: events.publish };
  const server = await testServer(database, home.clock);
  await server.app.register(exceptionRoutes(deps));
  await server.app.ready();
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, ORGANISATION);
    const content =
      'apiVersion: lanekeeper.dev/v1\nowner: payments\npaths:\n  - { match: "ledger/**", owner: ledger }\n';
    await storeFilesOf(tx, { ids, now: clock.now() }, 'acme/shop', [{ path: 'about.yaml', content }]);
  });
  const headers = {} as Record<Name, Record<string, string>>;
  const NAMES: Name[] = [...PEOPLE, 'sec', 'sue'];
  const signIn = async (name: Name) => {
    const role = name === 'sec' || name === 'sue' ? 'security' : 'developer';
    headers[name] = await server.cookieOf(`${name}@acme.example`, [role]);
  };
  for (const name of NAMES) await signIn(name);

  async function call<Body>(
    who: Name,
    method: 'GET' | 'POST',
    path: string,
    payload?: object,
  ): Promise<Answer<Body>> {
    const url = `/api/v1/exceptions${path}`;
    const answer = await server.app.inject({
      method,
      url,
      headers: headers[who],
      ...(payload && { payload }),
    });
    return { status: answer.statusCode, body: answer.json() };
  }

  return {
    ...home,
    deps,
    server,
    headers,
    call,
    /** Asks, and waits for what follows. */
    async ask(who: Name, asked: Partial<AskException>): Promise<Answer<Exception>> {
      const answer = await call<Exception>(who, 'POST', '', {
        kind: 'false-positive',
        reason: 'looked at it',
        ...asked,
      });
      await home.settle();
      return answer;
    },
    preview: (who: Name, asked: object) => call<ExceptionPreview>(who, 'POST', '/preview', asked),
    /** Says a word, and waits for what follows. */
    async say(
      who: Name,
      id: string,
      word: string,
      payload: object = { note: 'looked at it' },
    ): Promise<Answer<Exception>> {
      const answer = await call<Exception>(who, 'POST', `/${id}/${word}`, payload);
      await home.settle();
      return answer;
    },
    list: (who: Name, query: string) => call<ExceptionPage>(who, 'GET', `?${query}`),
    async finding(path: string) {
      const [row] = await home.rows<{
        id: string;
        state: string;
        priority: number;
        exception_id: string | null;
        opened_at: Date;
        due_at: Date | null;
        fix_id: string;
        target_id: string;
      }>(
        `select id, state, priority, exception_id, opened_at, due_at, fix_id, target_id from finding where path = $1 order by id`,
        [path],
      );
      return { ...row!, public: toPublicId('finding', row!.id) };
    },
    states: (condition = 'true') =>
      home
        .rows<{ path: string; state: string }>(
          `select path, state from finding where ${condition} order by path, id`,
        )
        .then((rows) => rows.map(({ path, state }) => `${path} ${state}`)),
    comments: () =>
      home
        .rows<{ text: string }>('select text from ticket_comment order by at, id')
        .then((rows) => rows.map(({ text }) => text)),
    async close() {
      await server.app.close();
      await home.close();
    },
  };
}
