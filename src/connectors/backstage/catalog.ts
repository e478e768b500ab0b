import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { ConnectorContext } from '../connector.ts';
import { type Api, ask, read, unexpected } from '../kit/api.ts';
import type { BackstageSettings } from './settings.ts';
import { type CatalogEntity, entitiesShape, queryShape } from './shapes.ts';

/** A page of entities with all their relations stays below the 10 MB that an answer may have. */
const PAGE = 500;
const FIELDS =
  'kind,metadata.name,metadata.namespace,metadata.title,metadata.annotations,spec.type,spec.profile,spec.parent,spec.children,spec.members,spec.memberOf,relations';

export interface Catalog {
  api: Api;
  get(path: string, query: Record<string, string>): Promise<HttpResponse>;
}

/** @throws AppError LK-CONNECTION when the token is missing */
export function catalogOf({ settings, secrets, client, now }: ConnectorContext<BackstageSettings>): Catalog {
  const token = secrets['token'];
  if (!token) throw new AppError('LK-CONNECTION', 'the secret "token" is missing');
  const api: Api = { name: 'Backstage', base: `${settings.url}/api/catalog`, client, now };
  return {
    api,
    get: (path, query) =>
      ask(api, `${path}?${new URLSearchParams(query)}`, {
        headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      }),
  };
}

/**
 * All entities of a kind, page by page; by offsets where the catalog is too old for cursors.
 * @throws AppError LK-ANSWER when the catalog tells of more than it gives out
 */
export async function* entitiesOf(catalog: Catalog, kind: 'group' | 'user'): AsyncGenerator<CatalogEntity[]> {
  const what = `the ${kind}s of the catalog`;
  const filter = { filter: `kind=${kind}`, fields: FIELDS, limit: String(PAGE) };
  let response = await catalog.get('/entities/by-query', { ...filter, orderField: 'metadata.name,asc' });
  if (response.status === 404) return yield* byOffset(catalog, what, filter);
  let found = 0;
  for (const seen = new Set<string>(); ; ) {
    const { items, totalItems, pageInfo } = read(catalog.api, what, allowed(response), queryShape);
    found += items.length;
    yield items;
    const cursor = pageInfo.nextCursor;
    if (!cursor) {
      if (found < (totalItems ?? 0)) throw incomplete(what, found, totalItems ?? 0);
      return;
    }
    if (seen.has(cursor)) throw new AppError('LK-ANSWER', `Backstage names the same page of ${what} again`);
    seen.add(cursor);
    response = await catalog.get('/entities/by-query', { cursor, fields: FIELDS, limit: String(PAGE) });
  }
}

const incomplete = (what: string, found: number, total: number): AppError =>
  new AppError('LK-ANSWER', `Backstage gave out ${found} of ${total} of ${what}`);

async function* byOffset(
  catalog: Catalog,
  what: string,
  filter: Record<string, string>,
): AsyncGenerator<CatalogEntity[]> {
  for (let offset = 0; ; offset += PAGE) {
    const response = await catalog.get('/entities', { ...filter, offset: String(offset) });
    const items = read(catalog.api, what, allowed(response), entitiesShape);
    yield items;
    if (items.length < PAGE) return;
  }
}

function allowed(response: HttpResponse): HttpResponse {
  if (response.status === 403)
    throw new AppError(
      'LK-CONNECTION',
      'the token may not read the catalog: give it the permission catalog.entity.read',
    );
  if (response.status === 404)
    throw new AppError('LK-CONNECTION', 'there is no catalog at this address: state that of the backend');
  if (response.status !== 200) throw unexpected({ name: 'Backstage' }, 'the catalog', response);
  return response;
}
