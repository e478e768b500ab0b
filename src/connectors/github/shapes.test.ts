import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  appShape,
  installationRepositoriesShape,
  installationShape,
  installationsShape,
  personShape,
  propertiesShape,
  repositoriesShape,
  repositoryShape,
  teamsShape,
  tokenShape,
  treeShape,
} from './shapes.ts';

const SPEC = join(import.meta.dirname, '../../../../shared/specs/github/api.github.com.json');
const R = '/repos/{owner}/{repo}';

const SHAPES: [string, 'get' | 'post', z.ZodType][] = [
  ['/app', 'get', appShape],
  ['/app/installations', 'get', installationsShape],
  ['/app/installations/{installation_id}/access_tokens', 'post', tokenShape],
  ['/installation/repositories', 'get', installationRepositoriesShape],
  ['/orgs/{org}/repos', 'get', repositoriesShape],
  ['/user/repos', 'get', repositoriesShape],
  ['/user', 'get', personShape],
  [R, 'get', repositoryShape],
  [`${R}/installation`, 'get', installationShape],
  [`${R}/git/trees/{tree_sha}`, 'get', treeShape],
  [`${R}/properties/values`, 'get', propertiesShape],
  [`${R}/teams`, 'get', teamsShape],
];

type Content = Record<string, { examples?: Record<string, { $ref?: string }> }>;
interface Spec {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Content }> }>>;
  components: { examples: Record<string, { value: unknown }> };
}

describe.skipIf(!existsSync(SPEC))(
  'answers that GitHub shows as examples (skipped without ../shared)',
  () => {
    it('are all understood', () => {
      const spec = JSON.parse(readFileSync(SPEC, 'utf8')) as Spec;
      const read = SHAPES.map(([path, method, shape]) => {
        const { responses } = spec.paths[path]![method]!;
        const content = (responses['200'] ?? responses['201'])!.content!['application/json']!;
        const names = Object.values(content.examples ?? {}).map(({ $ref }) => $ref!.split('/').at(-1)!);
        const errors = names.flatMap(
          (name) => shape.safeParse(spec.components.examples[name]!.value).error ?? [],
        );
        return { path, examples: names.length > 0, errors };
      });
      expect(read).toEqual(SHAPES.map(([path]) => ({ path, examples: true, errors: [] })));
    });
  },
);
