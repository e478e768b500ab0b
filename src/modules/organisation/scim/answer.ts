import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromPublicId } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { RouteAccess } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { ScimWrite } from './context.ts';
import type { Resource } from './match.ts';
import type { ScimProblem } from './problem.ts';
import { shaped, type Wanted } from './shape.ts';

/** What the routes of people and of teams share. */
export interface ScimRoutes {
  db: Database<DB>;
  access: RouteAccess;
  base(): string;
  /** In one transaction, by whoever asks. */
  write<Result>(request: FastifyRequest, act: (write: ScimWrite) => Promise<Result>): Promise<Result>;
}

/** A resource with its version and address, as an answer: all of it, or the parts that were asked for. */
export function sendResource(
  reply: FastifyReply,
  resource: Resource,
  { status = 200, wanted = {} }: { status?: number; wanted?: Wanted } = {},
): FastifyReply {
  const { version, location } = resource['meta'] as { version: string; location: string };
  return reply
    .code(status)
    .header('etag', version)
    .header('location', location)
    .send(shaped(resource, wanted));
}

/** @throws ScimProblem 404 for what is no id of ours */
export function idOf(kind: 'person' | 'team', text: string, missing: ScimProblem): string {
  const id = fromPublicId(kind, text);
  if (id === null) throw missing;
  return id;
}
