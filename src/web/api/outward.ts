import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { madePublication, type newPublication, publicationList } from '../../contract/publications.ts';
import { wall } from '../../contract/wall.ts';
import { ask, tell } from './client.ts';

/** A wall as people see it, or as a screen does that holds a key. */
export const readWall = (by: 'person' | 'screen', query: { team?: string; unit?: string }) =>
  ask(wall, by === 'person' ? 'wall' : 'screen', by === 'person' ? { query } : {});
export const enterScreen = (key: string) => tell('screen', { method: 'POST', body: { key } });

const of = (team: string) => `teams/${encodeURIComponent(team)}/publications`;

export const publicationsQuery = (team: string) =>
  queryOptions({
    queryKey: ['publications', team],
    queryFn: ({ signal }) => ask(publicationList, 'publications', { query: { team }, signal }),
  });
export const publish = (team: string, body: z.input<typeof newPublication>) =>
  ask(madePublication, of(team), { method: 'POST', body });
export const withdraw = (team: string, id: string) =>
  tell(`${of(team)}/${encodeURIComponent(id)}`, { method: 'DELETE' });
