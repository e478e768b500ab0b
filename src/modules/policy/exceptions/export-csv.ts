import { sql } from 'kysely';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { csvLine } from '../../../platform/http/csv.ts';
import { selectExceptions, wordsOf } from '../../findings/public.ts';
import { loadAbout, whatWords } from './about.ts';
import { type ExceptionsDeps, loadContext } from './context.ts';

const COLUMNS = [
  'id',
  'kind',
  'what',
  'team',
  'priority',
  'findings',
  'reason',
  'evidence',
  'justification',
  'asked by',
  'granted by',
  'granted at',
  'until',
  'source',
] as const;

/** More are a register of their own. */
const MOST = 50_000;

/** All that are granted now, those that end first on top: RFC 4180. */
export async function grantedCsv({ db }: Pick<ExceptionsDeps, 'db'>): Promise<string> {
  const granted = await selectExceptions(db, {
    where: sql<boolean>`e.state = 'granted'`,
    order: sql`coalesce(e.expires_at, 'infinity'), e.id`,
    limit: MOST,
  });
  const [context, about, words] = await Promise.all([
    loadContext(db),
    loadAbout(db, granted),
    wordsOf(
      db,
      granted.map(({ id }) => id),
    ),
  ]);
  const byException = Map.groupBy(words, ({ exceptionId }) => exceptionId);
  const rows = granted.map((one) => [
    toPublicId('exception', one.id),
    one.kind,
    whatWords(one, about),
    context.teamById.get(one.teamId ?? '')?.key ?? '',
    PRIORITIES[one.priority] ?? '',
    String(about.covered.get(one.id) ?? 0),
    one.reason,
    one.evidence ?? '',
    one.justification ?? '',
    one.askedBy,
    (byException.get(one.id) ?? [])
      .filter(({ word }) => word === 'granted' || word === 'countersigned')
      .map(({ actor, role }) => (role ? `${actor} (${role})` : actor))
      .join('; '),
    one.decidedAt?.toISOString() ?? '',
    one.expiresAt?.toISOString() ?? '',
    one.source,
  ]);
  return [COLUMNS, ...rows].map(csvLine).join('');
}
