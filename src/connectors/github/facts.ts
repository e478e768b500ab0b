import type { z } from 'zod';
import type { HostFacts, HostRepository } from '../connector.ts';
import { read } from '../kit/api.ts';
import type { As, Github } from './access.ts';
import { checkKey } from './files.ts';
import { plainProperties } from './list.ts';
import { propertiesShape, teamsShape } from './shapes.ts';

/** As `CodeHost.facts`: custom properties, and teams with admin rights as `@acme/payments`. */
export async function readFacts(
  github: Github,
  { key }: Pick<HostRepository, 'id' | 'key'>,
): Promise<HostFacts> {
  checkKey(key);
  const as = await github.asOf(key);
  const properties = await seen(github, as, `/repos/${key}/properties/values`, propertiesShape);
  const teams = await seen(github, as, `/repos/${key}/teams?per_page=100`, teamsShape);
  const [organisation] = key.split('/');
  return {
    topics: [],
    properties: plainProperties(Object.fromEntries(properties.map((one) => [one.property_name, one.value]))),
    adminTeams: teams
      .filter(({ permission }) => permission === 'admin')
      .map(({ slug }) => `@${organisation}/${slug}`),
  };
}

/** What may not be seen, or is not there on an older server, is nothing: `test` names the permission. */
async function seen<Item>(github: Github, as: As, path: string, shape: z.ZodType<Item[]>): Promise<Item[]> {
  const response = await github.ask(as, path);
  if (response.status === 403 || response.status === 404 || response.status === 451) return [];
  return read(github.api, 'facts of a repository', response, shape);
}
