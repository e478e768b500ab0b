import { AppError } from '../../../kernel/errors.ts';
import { read, unexpected } from '../../kit/api.ts';
import { placesOf } from '../../kit/ticket-places.ts';
import { type As, accountOf, type Github } from '../access.ts';
import { checkKey } from '../files.ts';
import { notVisible, refused } from './refused.ts';
import { rulesOf } from './rules.ts';
import { type Home, homeShape } from './shapes.ts';

/** Names change seldom, and a former one still leads there. */
const KEPT_MS = 10 * 60_000;
const MAX_KEPT = 5000;

/** In this process, so that thousands of tickets of a repository ask for it once. */
const kept = new Map<string, { home: Home; until: number }>();

/** The repository of that name, with its id. @throws AppError LK-REFUSED when it is not to be seen */
export async function homeOf(github: Github, place: string): Promise<Home> {
  const { api } = github;
  const name = `${api.base} ${place.toLowerCase()}`;
  const known = kept.get(name);
  if (known && known.until > api.now().getTime()) return known.home;
  const home = await readHome(github, place);
  if (kept.size >= MAX_KEPT) kept.clear();
  const until = api.now().getTime() + KEPT_MS;
  for (const key of [name, `${api.base} ${home.full_name.toLowerCase()}`, `${api.base} ${home.id}`])
    kept.set(key, { home, until });
  return home;
}

/** Not from memory. */
export async function readHome(github: Github, place: string): Promise<Home> {
  checkKey(place);
  const response = await github.ask(await writerOf(github, place), `/repos/${place}`);
  if (response.status === 404) throw notVisible(place);
  if (response.status === 403 || response.status === 451) throw refused(place, response);
  if (response.status !== 200) throw unexpected(github.api, place, response);
  return read(github.api, place, response, homeShape);
}

/** In whose name issues there are written. @throws AppError LK-REFUSED where the App is not installed */
export async function writerOf(github: Github, place: string): Promise<As> {
  try {
    return await github.asOf(place);
  } catch (error) {
    // It is this place that is not ours to write to; the connection may be well.
    if (error instanceof AppError && error.detail?.['repository'])
      throw new AppError('LK-REFUSED', error.message, { cause: error, detail: error.detail });
    throw error;
  }
}

/**
 * In whose names a repository may be asked for that is known by its id only: the token; of the App the installation
 * where it was seen, else those of the places that are stated, else all.
 */
export async function readersOf(github: Github, repository: number): Promise<As[]> {
  if (!github.app) return ['token'];
  const known = kept.get(`${github.api.base} ${repository}`);
  const places = known ? [known.home.full_name] : placesOf(rulesOf(github)).map((one) => one.place);
  const owners = new Set(places.map((place) => place.split('/')[0]!.toLowerCase()));
  const all = (await github.installations()).filter((one) => !one.suspended_at);
  const likely = all.filter((one) => owners.has(accountOf(one).toLowerCase()));
  return [...likely, ...all.filter((one) => !likely.includes(one))].map(({ id }) => ({ installation: id }));
}
