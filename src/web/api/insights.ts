import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { ageingAnswer, type ageingQuery } from '../../contract/insights/ageing.ts';
import { compareAnswer, type compareQuery } from '../../contract/insights/compare.ts';
import { deadlinesAnswer, type deadlinesQuery } from '../../contract/insights/deadlines.ts';
import { effectAnswer, type effectQuery, marker, type writeMarker } from '../../contract/insights/markers.ts';
import { openAnswer, type openQuery } from '../../contract/insights/open.ts';
import { phasesAnswer, type phasesQuery } from '../../contract/insights/phases.ts';
import { type SetTarget, targetsAnswer, type targetsQuery } from '../../contract/insights/targets.ts';
import { timeToFixAnswer, type timeToFixQuery } from '../../contract/insights/time-to-fix.ts';
import { unitList } from '../../contract/teams.ts';
import { ask, type Query, tableAddress, tell } from './client.ts';

/** What the page says; the rest is as the server has it. */
type Asked<Shape extends z.ZodType> = Partial<z.output<Shape>>;

/** An insight and the address of the same numbers as CSV. The picture stays while the next is on its way. */
function insight<Shape extends z.ZodType>(name: string, shape: Shape, query: Query) {
  return {
    ...queryOptions({
      queryKey: ['insights', name, query],
      queryFn: ({ signal }) => ask(shape, `insights/${name}`, { query, signal }),
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
    csv: tableAddress(`insights/${name}`, query),
  };
}

export const openInsight = (asked: Asked<typeof openQuery>) => insight('open', openAnswer, asked);
export const ageingInsight = (asked: Asked<typeof ageingQuery>) => insight('ageing', ageingAnswer, asked);
export const timeToFixInsight = (asked: Asked<typeof timeToFixQuery>) =>
  insight('time-to-fix', timeToFixAnswer, asked);
export const deadlinesInsight = (asked: Asked<typeof deadlinesQuery>) =>
  insight('deadlines', deadlinesAnswer, asked);
export const phasesInsight = (asked: Asked<typeof phasesQuery>) => insight('phases', phasesAnswer, asked);
export const compareInsight = (asked: Asked<typeof compareQuery>) => insight('compare', compareAnswer, asked);
export const targetsInsight = (asked: Asked<typeof targetsQuery>) => insight('targets', targetsAnswer, asked);

const pathOf = (id: string) => `insights/markers/${encodeURIComponent(id)}`;

export const effectOf = (id: string, asked: Asked<typeof effectQuery>) =>
  queryOptions({
    queryKey: ['insights', 'markers', id, 'effect', asked],
    queryFn: ({ signal }) => ask(effectAnswer, `${pathOf(id)}/effect`, { query: asked, signal }),
    placeholderData: keepPreviousData,
  });

export const writeAMarker = (body: z.input<typeof writeMarker>) =>
  ask(marker, 'insights/markers', { method: 'POST', body });

export const removeAMarker = (id: string) => tell(pathOf(id), { method: 'DELETE' });

export const setATarget = (body: SetTarget) => tell('insights/targets', { method: 'PUT', body });

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: ({ signal }) => ask(unitList, 'units', { signal }),
  staleTime: 60_000,
});
