import { type Kysely, sql } from 'kysely';
import type { Ask } from '../../../contract/asks.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { together } from '../../../platform/together.ts';
import type { DB } from '../../schema.gen.ts';
import { shownRemote } from '../filing/shown-remote.ts';
import type { Speaker } from './deps.ts';
import { findAskWith } from './read-asks.ts';
import { standingIn } from './who.ts';

interface Detail {
  text: string;
  routed_because: string;
  because: string | null;
  moved_to: string | null;
  from_team_id: string;
  to_team_id: string;
  finding_id: string | null;
  finding_title: string | null;
  fix_id: string | null;
  fix_title: string | null;
  ticket: string | null;
  repository: string | null;
}

const DETAIL = {
  columns: sql`
    a.text, a.routed_because, a.because, m.queue || '-' || m.number as moved_to, a.from_team_id, a.to_team_id,
    w.id as finding_id, w.title as finding_title, x.id as fix_id, x.title as fix_title,
    k.queue || '-' || k.number as ticket, g.key as repository`,
  joins: sql`
    left join ask m on m.id = a.moved_to_id
    left join v_findings_finding w on w.id = a.finding_id
    left join v_findings_fix x on x.id = a.fix_id
    left join ticket k on k.fix_id = a.fix_id
    left join v_organisation_repository g on g.id = a.repository_id`,
};

/** One ask with its text, what it is about, its other side and all that was said. */
export async function showAsk(db: Kysely<DB>, id: string, reader: Speaker, now: Date): Promise<Ask> {
  const { shown, row, remote, comments } = await together(db, `ask ${id}`, async () => {
    const [{ shown, more: row }, remote, comments] = await Promise.all([
      findAskWith<Detail>(db, id, DETAIL, now),
      shownRemote(db, { askId: id }),
      commentsOf(db, id),
    ]);
    return { shown, row, remote, comments };
  });
  return {
    ...shown,
    text: row.text,
    routedBecause: row.routed_because,
    because: row.because,
    movedTo: row.moved_to,
    about: {
      finding: row.finding_id
        ? { id: toPublicId('finding', row.finding_id), title: row.finding_title ?? '' }
        : null,
      fix: row.fix_id
        ? { id: toPublicId('fix', row.fix_id), title: row.fix_title ?? '', ticket: row.ticket }
        : null,
      repository: row.repository,
    },
    remote,
    comments,
    you: (await standingIn(db, { fromTeamId: row.from_team_id, toTeamId: row.to_team_id }, reader)).side,
  };
}

async function commentsOf(db: Kysely<DB>, askId: string): Promise<Ask['comments']> {
  const rows = await db
    .selectFrom('ask_comment')
    .select(['at', 'actor', 'text'])
    .where('ask_id', '=', askId)
    .orderBy('at')
    .orderBy('id')
    .limit(500)
    .execute();
  return rows.map(({ at, actor, text }) => ({ at: at.toISOString(), actor, text }));
}
