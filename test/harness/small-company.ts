import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface SmallFinding {
  team: string;
  priority: number;
  /** Days before `now` on which it was opened. */
  openedDaysAgo: number;
  state?: 'open' | 'reopened' | 'fixed' | 'excepted';
  /** Of what is closed. */
  closedDaysAgo?: number;
  /** Days after `now`; negative: the day has passed. */
  dueInDays?: number | null;
  tool?: string;
  fix?: string;
  because?: string[];
}

export interface SmallTicket {
  team: string;
  priority: number;
  openedDaysAgo: number;
  dueInDays?: number | null;
  closedDaysAgo?: number | null;
  state?: 'open' | 'in-progress' | 'claimed-fixed';
  title?: string;
  unowned?: boolean;
}

const DAY_MS = 86_400_000;

/** An organisation made by hand, row by row, so that a test knows every number before it asks. */
export function smallCompany(pool: pg.Pool, now: Date) {
  const ids = new Map<string, string>();
  const idOf = (key: string): string => {
    const id = ids.get(key);
    if (!id) throw new Error(`nothing is called ${key}`);
    return id;
  };
  const known = (key: string): string => {
    const id = ids.get(key) ?? randomUUID();
    ids.set(key, id);
    return id;
  };
  const day = (days: number) => new Date(now.getTime() + days * DAY_MS);
  const insert = async (table: string, row: Record<string, unknown>): Promise<void> => {
    const names = Object.keys(row);
    const places = names.map((_, index) => `$${index + 1}`).join(', ');
    await pool.query(`insert into ${table} (${names.join(', ')}) values (${places})`, Object.values(row));
  };
  let numbers = 0;

  async function stream(tool: string): Promise<{ id: string; target: string }> {
    const target = known('target');
    await pool.query(
      `insert into target (id, kind, key) values ($1, 'image', 'shop') on conflict do nothing`,
      [target],
    );
    const isNew = !ids.has(`stream ${tool}`);
    const id = known(`stream ${tool}`);
    if (isNew) await insert('stream', { id, target_id: target, tool });
    return { id, target };
  }

  return {
    day,
    idOf,
    insert,
    async unit(key: string, more: { parent?: string; leader?: string; name?: string } = {}) {
      await insert('business_unit', {
        id: known(key),
        key,
        name: more.name ?? key,
        parent_id: more.parent ? idOf(more.parent) : null,
        leader: more.leader ?? null,
      });
    },
    async team(key: string, { unit, ...more }: { unit?: string; [column: string]: unknown } = {}) {
      const row = { id: known(key), key, name: key, queue: key.toUpperCase(), ...more };
      await insert('team', { ...row, business_unit_id: unit ? idOf(unit) : null });
    },
    /** What is there already, under its key. */
    async adopt(team: string) {
      const { rows } = await pool.query<{ id: string }>('select id from team where key = $1', [team]);
      ids.set(team, rows[0]!.id);
    },
    async member(email: string, team: string, role = 'developer') {
      await pool.query(
        `insert into membership (person_id, team_id, role) select id, $2, $3 from person where email = $1`,
        [email, idOf(team), role],
      );
    },
    async repository(key: string, team: string, folders: readonly string[] = ['']) {
      const id = known(key);
      await insert('repository', { id, key });
      for (const folder of folders)
        await insert('ownership_coverage', {
          ...{ repository_id: id, folder, team, source: 'file', unowned: false, errors: 0 },
        });
    },
    async finding(one: SmallFinding) {
      const { id: streamId, target } = await stream(one.tool ?? 'semgrep');
      const id = randomUUID();
      const reason = randomUUID();
      if (one.because) await insert('reason', { id: reason, because: one.because, source: 'default@1' });
      const opened = day(-one.openedDaysAgo);
      await insert('finding', {
        ...{ id, stream_id: streamId, target_id: target, rule_id: id, key: id, content: id },
        ...{ owner_team_id: idOf(one.team), owner_reason_id: id, decision_reason_id: reason },
        ...{
          opened_at: opened,
          changed_at: one.closedDaysAgo === undefined ? opened : day(-one.closedDaysAgo),
        },
        due_at: one.dueInDays === undefined || one.dueInDays === null ? null : day(one.dueInDays),
        ...{ severity: 2, priority: one.priority, unowned: false, phase: 'build', kind: 'code' },
        ...{ state: one.state ?? 'open', title: 'A weakness', fix_id: one.fix ? idOf(one.fix) : null },
      });
      return id;
    },
    /** A ticket with its fix. @returns its key */
    async ticket(one: SmallTicket): Promise<string> {
      const { target } = await stream('semgrep');
      const number = ++numbers;
      const queue = one.team.toUpperCase();
      const key = `${queue}-${number}`;
      const opened = day(-one.openedDaysAgo);
      const closed =
        one.closedDaysAgo === undefined || one.closedDaysAgo === null ? null : day(-one.closedDaysAgo);
      const due = one.dueInDays === undefined || one.dueInDays === null ? null : day(one.dueInDays);
      const title = one.title ?? `Fix ${number}`;
      const both = { title, priority: one.priority, due_at: due, opened_at: opened, closed_at: closed };
      await insert('fix', {
        ...{ id: known(`fix ${key}`), kind: 'upgrade', target_id: target, owner_team_id: idOf(one.team) },
        ...both,
        ...{ state: closed ? 'closed' : 'open', unowned: one.unowned ?? false },
      });
      await insert('ticket', {
        ...{
          id: known(key),
          fix_id: idOf(`fix ${key}`),
          team_id: idOf(one.team),
          queue,
          number,
          findings: 1,
        },
        ...both,
        state: closed ? 'closed' : (one.state ?? 'open'),
      });
      return key;
    },
    async ask(one: {
      from: string;
      to: string;
      kind?: string;
      waitsFor?: 'from' | 'to';
      dueInDays?: number;
      title?: string;
      sprint?: string;
      state?: string;
    }) {
      const number = ++numbers;
      await insert('ask', {
        ...{ id: known(`ask ${number}`), queue: one.to.toUpperCase(), number, kind: one.kind ?? 'question' },
        ...{ from_team_id: idOf(one.from), to_team_id: idOf(one.to), title: one.title ?? `Ask ${number}` },
        ...{
          asked_by_name: 'Ada',
          waits_for: one.waitsFor ?? 'to',
          waits_since: day(-3),
          state: one.state ?? 'open',
        },
        ...{ due_at: one.dueInDays === undefined ? null : day(one.dueInDays), sprint: one.sprint ?? null },
        ...{ opened_at: day(-3), changed_at: day(-3) },
      });
    },
  };
}
