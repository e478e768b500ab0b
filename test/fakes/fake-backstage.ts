import {
  codeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  sha1,
} from './code-host-server.ts';

export interface FakeEntity {
  apiVersion?: string;
  kind: string;
  metadata: { name: string; namespace?: string; [key: string]: unknown };
  spec?: Record<string, unknown>;
  relations?: unknown;
}

export interface FakeBackstage extends FakeServer {
  state: BackstageState;
  user(name: string, more?: Record<string, unknown>): FakeEntity;
  group(name: string, more?: Record<string, unknown>): FakeEntity;
}

export interface BackstageState {
  entities: FakeEntity[];
  token: string;
  /** Older ones have no cursors. */
  isOld: boolean;
  /** What the permission framework hides is not counted either. */
  maxPage: number;
}

/** A Backstage backend with its software catalog. */
export async function fakeBackstage(): Promise<FakeBackstage> {
  const state: BackstageState = { entities: [], token: 'bs-token', isOld: false, maxPage: 500 };
  const server = await codeHostServer(
    (request) => answer(state, request),
    (text) => `W/"${sha1(text)}"`,
  );
  const add = (kind: string, name: string, spec: Record<string, unknown>): FakeEntity => {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: { name, namespace: 'default' },
      spec,
    };
    state.entities.push(entity);
    return entity;
  };
  return {
    ...server,
    state,
    user: (name, more) =>
      add('User', name, {
        profile: { displayName: `${name} (Acme)`, email: `${name}@acme.example` },
        ...more,
      }),
    group: (name, more) => add('Group', name, { type: 'team', profile: {}, children: [], ...more }),
  };
}

function answer(state: BackstageState, { url, headers }: FakeRequest): FakeAnswer {
  const error = (status: number, name: string): FakeAnswer => ({
    status,
    body: { error: { name, message: name }, response: { statusCode: status } },
  });
  if (headers.authorization !== `Bearer ${state.token}`) return error(401, 'AuthenticationError');
  const query = url.searchParams;
  const limit = Math.min(state.maxPage, Number(query.get('limit') ?? 20));
  if (url.pathname.endsWith('/api/catalog/entities')) {
    const from = Number(query.get('offset') ?? 0);
    return { status: 200, body: chosen(state, query.get('filter')).slice(from, from + limit) };
  }
  if (!url.pathname.endsWith('/api/catalog/entities/by-query') || state.isOld)
    return error(404, 'NotFoundError');
  const cursor = query.get('cursor');
  if (cursor && query.has('filter')) return error(400, 'InputError');
  const place = cursor
    ? (JSON.parse(Buffer.from(cursor, 'base64').toString()) as { filter: string | null; from: number })
    : { filter: query.get('filter'), from: 0 };
  const all = chosen(state, place.filter);
  const to = place.from + limit;
  const next = Buffer.from(JSON.stringify({ ...place, from: to })).toString('base64');
  return {
    status: 200,
    body: {
      items: all.slice(place.from, to),
      totalItems: all.length,
      pageInfo: to < all.length ? { nextCursor: next } : {},
    },
  };
}

/** `kind=group,kind=user`: values of one key are alternatives. */
function chosen({ entities }: BackstageState, filter: string | null): FakeEntity[] {
  const kinds = (filter ?? '').split(',').map((one) => one.replace(/^kind=/, ''));
  return entities.filter(({ kind }) => kinds.includes(kind.toLowerCase()));
}
