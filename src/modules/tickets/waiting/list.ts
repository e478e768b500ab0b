import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { listWaitingQuery, WaitingFix, WaitingPage } from '../../../contract/pacing.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { baseWords } from '../../findings/pure.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import { type Policy, waitWords, weekStart } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { madeSince } from '../pacing/store.ts';
import { loadWaiting, type Row } from './store.ts';

type Query = z.output<typeof listWaitingQuery>;

/** What has no ticket, and why. Nothing that is open is missing here and in the list of tickets at once. */
export async function listWaiting(db: Kysely<DB>, query: Query, now: Date): Promise<WaitingPage> {
  const offset = cursorOffset(query.cursor);
  const [{ policy }, rows] = await Promise.all([loadActivePolicy(db), loadWaiting(db, query, offset, now)]);
  const made = await madeOf(db, policy, rows, now);
  const next = rows.length > query.limit ? String(offset + query.limit) : null;
  return {
    items: rows.slice(0, query.limit).map((row) => shown(row, policy, made, now)),
    next,
    total: rows[0]?.total ?? 0,
  };
}

/** The list is read from the front, so a position is cursor enough. */
function cursorOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,7}$/.test(cursor)) throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  return Number(cursor);
}

function madeOf(db: Kysely<DB>, policy: Policy, rows: readonly Row[], now: Date) {
  const teams = new Set(rows.flatMap((row) => (row.kind === 'paced' ? [row.team_id] : [])));
  return madeSince(db, [...teams], weekStart(now, policy.deadlines.timeZone));
}

function shown(row: Row, policy: Policy, made: ReadonlyMap<string, number>, now: Date): WaitingFix {
  return {
    id: toPublicId('fix', row.id),
    kind: row.kind,
    title: row.title,
    team: { key: row.team_key, name: row.team_name },
    target: { kind: row.target_kind, key: row.target_key },
    priority: PRIORITIES[row.priority] ?? 'P4',
    dueAt: row.due_at?.toISOString() ?? null,
    findings: row.findings,
    since: row.since.toISOString(),
    ...wordsOf(row, policy, made.get(row.team_id) ?? 0, now),
    reviewAt: row.review_at?.toISOString() ?? null,
    lookAgain: row.look_again,
    reviews: row.reviews,
    maxReviews: policy.holds.maxReviews,
  };
}

function wordsOf(row: Row, policy: Policy, made: number, now: Date): { because: string; until: string } {
  if (row.kind === 'paced') {
    const { newTicketsPerTeamPerWeek: cap } = policy.pacing;
    const place = { position: row.position, of: row.of, team: row.team_name, made, cap };
    const until = waitWords({ ...place, timeZone: policy.deadlines.timeZone }, now);
    return { because: row.because ?? '', until };
  }
  if (row.kind === 'base') {
    const owner = row.base_owner ?? '';
    return {
      because: baseWords({ key: row.base_key ?? '', owner, waits: true }),
      until: `until ${owner} has mended the image it is built on`,
    };
  }
  const held = row.reasons?.find((reason) => reason.startsWith('held until '));
  const day = row.review_at?.toISOString().slice(0, 10);
  return {
    because: held ?? 'held by the policy',
    until: row.look_again
      ? 'time to look again: does it go on, or does its owner get the ticket?'
      : `${held ? `until ${(held.slice('held until '.length).split(':')[0] ?? '').trim()}` : 'until it changes'}${day ? `; looked at again on ${day}` : ''}`,
  };
}
