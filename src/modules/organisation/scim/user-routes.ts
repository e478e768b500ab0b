import type { FastifyInstance } from 'fastify';
import { tagMatches } from '../../../platform/http/entity-tag.ts';
import { idOf, type ScimRoutes, sendResource } from './answer.ts';
import { listResponse } from './discovery.ts';
import { patched } from './patch.ts';
import { noSuch } from './problem.ts';
import { readOperations, readQuery, readResource } from './requests.ts';
import { shaped } from './shape.ts';
import { findUser, listUsers } from './store.ts';
import { type UserRow, userResource } from './user.ts';
import { changeUser, createUser, deleteUser } from './users.ts';

export function userRoutes(app: FastifyInstance, { db, access, base, write }: ScimRoutes): void {
  const config = { access };
  const resourceOf = (row: UserRow) => userResource(row, base());
  const idIn = (text: string) => idOf('person', text, noSuch('User'));

  app.get('/Users', { config }, async ({ query }) => {
    const wanted = readQuery(query);
    const { filter, startIndex, count } = wanted;
    const { total, rows } = await listUsers(db, { filter, offset: startIndex - 1, limit: count });
    const resources = rows.map((row) => shaped(resourceOf(row), wanted));
    return listResponse(resources, total, startIndex);
  });

  app.get<{ Params: { id: string } }>('/Users/:id', { config }, async (request, reply) => {
    const row = await findUser(db, idIn(request.params.id));
    if (!row) throw noSuch('User');
    const known = request.headers['if-none-match'];
    if (known !== undefined && tagMatches(known, row.version)) return reply.code(304).send();
    return sendResource(reply, resourceOf(row), { wanted: readQuery(request.query) });
  });

  app.post('/Users', { config }, async (request, reply) => {
    const row = await write(request, (act) => createUser(act, readResource(request.body)));
    return sendResource(reply, resourceOf(row), { status: 201 });
  });

  app.put<{ Params: { id: string } }>('/Users/:id', { config }, async (request, reply) => {
    const id = idIn(request.params.id);
    const row = await write(request, (act) => changeUser(act, id, () => readResource(request.body)));
    return sendResource(reply, resourceOf(row));
  });

  app.patch<{ Params: { id: string } }>('/Users/:id', { config }, async (request, reply) => {
    const id = idIn(request.params.id);
    const operations = readOperations(request.body);
    const row = await write(request, (act) => changeUser(act, id, (user) => patched(user, operations)));
    return sendResource(reply, resourceOf(row));
  });

  app.delete<{ Params: { id: string } }>('/Users/:id', { config }, async (request, reply) => {
    const id = idIn(request.params.id);
    await write(request, (act) => deleteUser(act, id));
    return reply.code(204).send();
  });
}
