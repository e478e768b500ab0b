import type { FastifyInstance } from 'fastify';
import { entityTag, tagMatches } from '../../../platform/http/entity-tag.ts';
import { idOf, type ScimRoutes, sendResource } from './answer.ts';
import { listResponse } from './discovery.ts';
import { type GroupRow, groupResource } from './group.ts';
import { changeGroup, createGroup, deleteGroup } from './groups.ts';
import { patched } from './patch.ts';
import { noSuch } from './problem.ts';
import { readOperations, readQuery, readResource } from './requests.ts';
import { isWanted, shaped, type Wanted } from './shape.ts';
import { findGroup, listGroups, membersOf } from './store.ts';

export function groupRoutes(app: FastifyInstance, { db, access, base, write }: ScimRoutes): void {
  const config = { access };
  const idIn = (text: string) => idOf('team', text, noSuch('Group'));

  /** Members cost a query: providers leave them out where they can. */
  async function resourcesOf(rows: readonly GroupRow[], wanted: Wanted) {
    const told = isWanted('members', wanted);
    const members = told
      ? await membersOf(
          db,
          rows.map(({ id }) => id),
        )
      : [];
    const byTeam = Map.groupBy(members, ({ team_id }) => team_id);
    return rows.map((row) => groupResource(row, told ? (byTeam.get(row.id) ?? []) : null, base()));
  }

  app.get('/Groups', { config }, async ({ query }) => {
    const wanted = readQuery(query);
    const { filter, startIndex, count } = wanted;
    const { total, rows } = await listGroups(db, { filter, offset: startIndex - 1, limit: count });
    const resources = await resourcesOf(rows, wanted);
    return listResponse(
      resources.map((one) => shaped(one, wanted)),
      total,
      startIndex,
    );
  });

  app.get<{ Params: { id: string } }>('/Groups/:id', { config }, async (request, reply) => {
    const row = await findGroup(db, idIn(request.params.id));
    if (!row) throw noSuch('Group');
    const known = request.headers['if-none-match'];
    if (known !== undefined && tagMatches(known, row.version)) return reply.code(304).send();
    const wanted = readQuery(request.query);
    const [resource] = await resourcesOf([row], wanted);
    return sendResource(reply, resource!, { wanted });
  });

  app.post('/Groups', { config }, async (request, reply) => {
    const row = await write(request, (act) => createGroup(act, readResource(request.body)));
    const [resource] = await resourcesOf([row], {});
    return sendResource(reply, resource!, { status: 201 });
  });

  app.put<{ Params: { id: string } }>('/Groups/:id', { config }, async (request, reply) => {
    const id = idIn(request.params.id);
    const row = await write(request, (act) => changeGroup(act, id, () => readResource(request.body)));
    const [resource] = await resourcesOf([row], {});
    return sendResource(reply, resource!);
  });

  /** 204: the members of a large group are not told again for each one that is added. */
  app.patch<{ Params: { id: string } }>('/Groups/:id', { config }, async (request, reply) => {
    const id = idIn(request.params.id);
    const operations = readOperations(request.body);
    const row = await write(request, (act) => changeGroup(act, id, (group) => patched(group, operations)));
    return reply.code(204).header('etag', entityTag(row.version)).send();
  });

  app.delete<{ Params: { id: string } }>('/Groups/:id', { config }, async (request, reply) => {
    const id = idIn(request.params.id);
    await write(request, (act) => deleteGroup(act, id));
    return reply.code(204).send();
  });
}
