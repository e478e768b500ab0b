import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ChecksSummary } from '../../../../contract/checks.ts';
import { unitsQuery } from '../../../api/insights.ts';
import type { InsightSearch } from '../../../routes/search.ts';
import { t } from '../../../texts/t.ts';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { IconSearch } from '../../../ui/icons.ts';
import { useTeamNames } from '../../organisation/team-names.ts';
import { useInsights } from '../use-insights.ts';

/** Whose: shared by all insights. */
export function WhoseFilter() {
  const { search, set } = useInsights();
  const teams = useTeamNames();
  const units = useQuery(unitsQuery).data?.items ?? [];
  return (
    <>
      <Select
        aria-label={t('Unit')}
        placeholder={t('Any unit')}
        clearable
        searchable
        value={search.unit ?? null}
        onChange={(unit) => set({ unit: unit ?? undefined, team: undefined })}
        data={units.map(({ key, name }) => ({ value: key, label: name }))}
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
    </>
  );
}

export function ChecksFilters({ kinds }: { kinds: ChecksSummary['kinds'] }) {
  const { search, set, clear } = useInsights();
  const [typed, setTyped] = useState(search.text ?? '');
  const settle = useDebouncedCallback((text: string) => set({ text: text.trim() || undefined }), 250);
  useEffect(() => setTyped(search.text ?? ''), [search.text]);
  const { team, unit, missing, text } = search;
  return (
    <FilterBar active={[team, unit, missing, text].some((value) => value !== undefined)} clear={clear}>
      <TextInput
        wrapperProps={{ 'data-wide': '' }}
        type="search"
        aria-label={t('Search')}
        placeholder={t('Repository')}
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          settle(event.currentTarget.value);
        }}
      />
      <Select
        aria-label={t('Missing check')}
        placeholder={t('Any checks')}
        clearable
        value={missing ?? null}
        onChange={(kind) => set({ missing: (kind ?? undefined) as InsightSearch['missing'] })}
        data={kinds.map(({ kind }) => ({ value: kind, label: t('Without {kind} check', { kind }) }))}
      />
      <WhoseFilter />
    </FilterBar>
  );
}
