import { queryOptions } from '@tanstack/react-query';
import { type HomeFace, home, unitStanding } from '../../contract/home.ts';
import { meetingPage, teamCourse } from '../../contract/meetings.ts';
import { ask, tell } from './client.ts';
import { COUNTS_MS } from './insight.ts';

export const homeQuery = (as: HomeFace | undefined) =>
  queryOptions({
    queryKey: ['home', as ?? null],
    queryFn: ({ signal }) => ask(home, 'home', { query: { as }, signal }),
    refetchInterval: COUNTS_MS,
  });

/** Without a unit: the company. */
export const unitQuery = (unit: string | null) =>
  queryOptions({
    queryKey: ['units', unit],
    queryFn: ({ signal }) =>
      ask(unitStanding, unit === null ? 'insights/units' : `insights/units/${encodeURIComponent(unit)}`, {
        signal,
      }),
  });

const pathOf = (team: string, rest: string) => `teams/${encodeURIComponent(team)}/${rest}`;

export const courseQuery = (team: string) =>
  queryOptions({
    queryKey: ['teams', team, 'course'],
    queryFn: ({ signal }) => ask(teamCourse, pathOf(team, 'course'), { signal }),
  });

export const meetingQuery = (team: string) =>
  queryOptions({
    queryKey: ['teams', team, 'meeting'],
    queryFn: ({ signal }) => ask(meetingPage, pathOf(team, 'meeting'), { signal }),
  });

export const tellMeeting = (team: string, note: string) =>
  ask(meetingPage, pathOf(team, 'meetings'), { method: 'POST', body: { note } });

export const undoMeeting = (team: string, id: string) =>
  tell(pathOf(team, `meetings/${encodeURIComponent(id)}`), { method: 'DELETE' });
