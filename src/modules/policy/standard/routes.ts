import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { type Standard, type Standing, standard, standardQuery } from '../../../contract/standard.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import { together } from '../../../platform/together.ts';
import type { RouteAccess } from '../../access/public.ts';
import { findRepository, findServicesByName } from '../../organisation/public.ts';
import { EXPOSURES } from '../../organisation/pure.ts';
import { explainOwner } from '../../ownership/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Facts } from '../deciding/facts.ts';
import { keptTexts } from '../document/kept-texts.ts';
import { parsePolicy } from '../document/parse.ts';
import type { PolicyDocument } from '../document/schema.ts';
import { loadActivePolicy } from '../document/versions.ts';
import { standardOf } from './standard-of.ts';
import { PERIOD_DAYS, standingOf } from './store.ts';

export interface StandardDeps {
  /** Where the whole house stands; dates count for so many days back. */
  houseStanding(now: Date, periodDays: number): Promise<Standing>;
}

interface Deps extends StandardDeps {
  db: Kysely<DB>;
  clock: Clock;
}

// What is asked of people is open to all of them.
const access: RouteAccess = { scope: 'read' };

/** The policy in plain words, for those who have to live by it. */
export const standardRoutes =
  ({ db, clock, houseStanding }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const standardFor = async (query: z.output<typeof standardQuery>): Promise<Standard> => {
      const now = clock.now();
      const { place, repositoryId, service } = await placeOf(db, query, now);
      const { policy, document: text } = await loadActivePolicy(db);
      const document = documentOf(text);
      const standing = await (repositoryId === null
        ? houseStanding(now, PERIOD_DAYS)
        : standingOf(db, { repositoryId, folder: place.folder }, now));
      return standardOf({ policy, document, place, service, standing }, now);
    };

    app.get(
      '/api/v1/standard',
      {
        config: { access },
        schema: {
          tags: ['policy'],
          summary:
            'What is asked of the house, a repository or a service, in plain words, and where it stands',
          querystring: standardQuery,
          response: { 200: standard },
        },
      },
      async ({ query }) => together(db, `standard ${JSON.stringify(query)}`, () => standardFor(query)),
    );
  };

const documentOf = keptTexts((text): PolicyDocument => parsePolicy(text).document);

interface Place {
  place: Standard['place'];
  repositoryId: string | null;
  service: Facts['service'] | null;
}

const HOUSE: Place = {
  place: {
    repository: null,
    folder: '',
    name: 'All of the house',
    team: null,
    exposure: null,
    tier: null,
    data: [],
    compliance: [],
  },
  repositoryId: null,
  service: null,
};

async function placeOf(db: Kysely<DB>, query: z.output<typeof standardQuery>, now: Date): Promise<Place> {
  const asked = query.service !== undefined ? await ofService(db, query.service) : query;
  if (asked.repository === undefined) return HOUSE;
  const folder = (asked.folder ?? '').replace(/^\/+|\/+$/g, '');
  const explained = await explainOwner(
    db,
    asked.repository,
    folder === '' ? null : `${folder}/about.yaml`,
    now,
  );
  const repository = await findRepository(db, { key: explained.repository });
  const { service: name, exposure, tier, data, compliance, lifecycle } = explained.exposure;
  return {
    place: {
      repository: explained.repository,
      folder,
      name: name ?? (folder === '' ? explained.repository : `${explained.repository}/${folder}`),
      team: { key: explained.owner, unowned: explained.unowned },
      exposure,
      tier,
      data,
      compliance,
    },
    repositoryId: repository?.id ?? null,
    service: {
      name,
      exposure: EXPOSURES.find((known) => known === exposure) ?? null,
      tier,
      data,
      compliance,
      lifecycle,
    },
  };
}

async function ofService(db: Kysely<DB>, name: string): Promise<{ repository: string; folder: string }> {
  const found = (await findServicesByName(db, [name])).get(name);
  const repository = found && (await findRepository(db, { id: found.id }));
  if (!repository)
    throw new AppError(
      'LK-NOT-FOUND',
      `There is no service called ${name}, or several are: name its repository.`,
    );
  return { repository: repository.key, folder: found.path?.replace(/\/?about\.yaml$/, '') ?? '' };
}
