import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type {
  CodeHost,
  Connector,
  HookEvent,
  HostFacts,
  HostFiles,
  HostPage,
  HostRepository,
} from '../../src/connectors/connector.ts';

/** A repository of the code host in memory: change it as a person would, and push. */
export interface MemoryRepository {
  id: string;
  key: string;
  archived?: boolean;
  defaultBranch?: string;
  /** Counts pushes; the list tells it. */
  pushes: number;
  files: Record<string, string>;
  facts?: Partial<HostFacts>;
  problems?: HostFiles['problems'];
}

const settings = z.strictObject({ organisation: z.string(), url: z.url().optional() });

/**
 * A code host in memory, with ETags, and a count of what was asked. Tests change `repositories` and `hooks`
 * between looks; `before` may break any request or change the world in the middle.
 */
export function memoryHost(options: { pageSize?: number; listTellsVersion?: boolean } = {}) {
  const { pageSize = 100, listTellsVersion = true } = options;
  const host = {
    repositories: [] as MemoryRepository[],
    asked: { pages: 0, unchangedPages: 0, files: 0, unchangedFiles: 0 },
    /** Called before each request: throw to refuse it. */
    before: (_what: 'page' | 'files', _name: string): void | Promise<void> => {},
    /** What the link to the next page says, for a host that goes round in circles. */
    nextOf: (page: number): number => page + 1,
    push(id: string, files: Record<string, string>) {
      const repository = host.repositories.find((one) => one.id === id)!;
      Object.assign(repository.files, files);
      repository.pushes++;
    },
    forget() {
      host.asked = { pages: 0, unchangedPages: 0, files: 0, unchangedFiles: 0 };
    },
    connector: null as unknown as Connector<z.infer<typeof settings>>,
  };

  const codeHost = (): CodeHost => ({
    firstPage: 'memory://repositories?page=1',
    listShowsPushes: listTellsVersion,
    async repositories(page, etag): Promise<HostPage | 'unchanged'> {
      await host.before('page', page);
      host.asked.pages++;
      const number = Number(new URL(page).searchParams.get('page'));
      const listed = host.repositories.slice((number - 1) * pageSize, number * pageSize).map(listedAs);
      const more = host.repositories.length > number * pageSize;
      const next = more ? `memory://repositories?page=${host.nextOf(number)}` : null;
      const now = createHash('sha1').update(JSON.stringify({ listed, next })).digest('hex');
      if (etag !== now) return { repositories: listed, etag: now, next };
      host.asked.unchangedPages++;
      return 'unchanged';
    },
    async files(asked, wanted, commit): Promise<HostFiles | 'unchanged' | 'gone'> {
      await host.before('files', asked.key);
      host.asked.files++;
      const repository = host.repositories.find(({ id }) => id === asked.id);
      if (!repository) return 'gone';
      const now = commitOf(repository);
      if (now === commit) {
        host.asked.unchangedFiles++;
        return 'unchanged';
      }
      const files = Object.entries(repository.files)
        .filter(([path]) => wanted(path))
        .map(([path, content]) => ({ path, content }));
      return { commit: now, files, problems: repository.problems ?? [] };
    },
  });

  const listedAs = (repository: MemoryRepository): HostRepository => ({
    id: repository.id,
    key: repository.key,
    url: `https://memory.example/${repository.key}`,
    defaultBranch: repository.defaultBranch ?? 'main',
    archived: repository.archived ?? false,
    version: listTellsVersion ? String(repository.pushes) : null,
    facts: { topics: [], properties: {}, adminTeams: [], ...repository.facts },
  });

  host.connector = {
    id: 'memory',
    name: 'Memory',
    homePage: 'https://memory.example',
    settings,
    example: '',
    secrets: { token: 'From the page of tokens.', webhook: 'As stated with the webhook.' },
    async test({ secrets }) {
      return secrets['token'] === 'right'
        ? { ok: true, says: ['It works.'] }
        : { ok: false, says: ['The token is not right.'] };
    },
    codeHost,
    hooks: {
      secrets: ['webhook'],
      authentic: ({ headers, body }, secrets) =>
        secrets.some((secret) => same(headers['x-signature'] ?? '', signatureOf(body, secret))),
      read: ({ headers, body }) => ({
        delivery: headers['x-delivery'] ?? '',
        event: JSON.parse(Buffer.from(body).toString()) as HookEvent | null,
      }),
    },
  };
  return host;
}

const commitOf = ({ id, pushes }: MemoryRepository) => `commit-${id}-${pushes}`;

export const signatureOf = (body: Uint8Array, secret: string) =>
  createHmac('sha256', secret).update(body).digest('hex');

const same = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
