import { Autocomplete, Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { KINDS } from '../../../kernel/observation.ts';
import { openInsight, unitsQuery } from '../../api/insights.ts';
import type { InsightSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { capitalised } from '../../ui/format.ts';
import { useTeamNames } from '../organisation/team-names.ts';
import { PERIOD_OPTIONS } from './filter-words.ts';
import { useInsights } from './use-insights.ts';

const SHARED = ['team', 'unit', 'tool', 'kind', 'priority', 'period', 'from', 'to', 'firstLooks'] as const;

const FIRST_LOOK_OPTIONS = [
  { value: 'apart', label: t('Apart') },
  { value: 'with', label: t('Counted in') },
  { value: 'without', label: t('Left out') },
];

/** The largest tools to choose from; any other may be typed. */
function Tool() {
  const { search, set } = useInsights();
  const { data } = useQuery(openInsight({ split: 'tool' }));
  const tools = (data?.split === 'tool' ? data.series : []).flatMap(({ key }) => key ?? []);
  const [typed, setTyped] = useState(search.tool ?? '');
  const settle = useDebouncedCallback((tool: string) => set({ tool: tool.trim() || undefined }), 350);
  useEffect(() => setTyped(search.tool ?? ''), [search.tool]);
  return (
    <Autocomplete
      aria-label={t('Tool')}
      placeholder={t('Any tool')}
      clearable
      data={tools}
      value={typed}
      onChange={(tool) => {
        setTyped(tool);
        settle(tool);
      }}
    />
  );
}

/** One filter for all pictures. */
export function InsightFilters() {
  const { search, set, clear } = useInsights();
  const teams = useTeamNames();
  const { data: units } = useQuery(unitsQuery);
  const period = search.from !== undefined ? 'own' : (search.period ?? null);
  return (
    <FilterBar active={SHARED.some((name) => search[name] !== undefined)} clear={clear}>
      <Select
        aria-label={t('Business unit')}
        placeholder={t('Any unit')}
        clearable
        searchable
        value={search.unit ?? null}
        onChange={(unit) => set({ unit: unit ?? undefined, team: undefined })}
        data={(units?.items ?? []).map(({ key, name }) => ({ value: key, label: name }))}
      />
      <Select
        aria-label={t('Team')}
        placeholder={t('Any team')}
        clearable
        searchable
        value={search.team ?? null}
        onChange={(team) => set({ team: team ?? undefined, unit: undefined })}
        data={teams.options}
      />
      <Tool />
      <Select
        aria-label={t('Kind')}
        placeholder={t('Any kind')}
        clearable
        value={search.kind ?? null}
        onChange={(kind) => set({ kind: (kind ?? undefined) as InsightSearch['kind'] })}
        data={KINDS.map((value) => ({ value, label: capitalised(value) }))}
      />
      <Select
        aria-label={t('Priority')}
        placeholder={t('Any priority')}
        clearable
        value={search.priority ?? null}
        onChange={(priority) => set({ priority: (priority ?? undefined) as InsightSearch['priority'] })}
        data={[...PRIORITIES]}
      />
      <Select
        aria-label={t('Period')}
        placeholder={t('Usual period')}
        clearable
        value={period}
        onChange={(value) =>
          set({
            period: (value === 'own' ? undefined : (value ?? undefined)) as InsightSearch['period'],
            from: undefined,
            to: undefined,
          })
        }
        data={
          period === 'own'
            ? [{ value: 'own', label: t('Since {from}', { from: search.from }) }, ...PERIOD_OPTIONS]
            : PERIOD_OPTIONS
        }
      />
      <Select
        aria-label={t('First looks')}
        placeholder={t('First looks')}
        clearable
        value={search.firstLooks ?? null}
        onChange={(value) => set({ firstLooks: (value ?? undefined) as InsightSearch['firstLooks'] })}
        data={FIRST_LOOK_OPTIONS}
      />
    </FilterBar>
  );
}
