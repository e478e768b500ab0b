import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { trustFrameQuery, trustQuery } from '../../../api/trust.ts';
import type { TrustSearch } from '../../../routes/search.ts';
import { t } from '../../../texts/t.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { IconSearch } from '../../../ui/icons.ts';
import { ListView } from '../../../ui/list-view.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { PolicyTabs } from '../policy-tabs.tsx';
import { trustColumns } from './trust-columns.tsx';
import { VOICES, type VoiceName } from './trust-words.ts';

const route = getRouteApi('/inside/policy/trust');

const MODES = (Object.keys(VOICES) as VoiceName[]).map((value) => ({ value, label: VOICES[value].short }));
/** Until the first answer comes, the limit of the shipped policy. */
const USUAL_LIMIT = 0.1;

interface FilterProps {
  search: TrustSearch;
  set: (change: TrustSearch) => void;
  clear: () => void;
  tools: readonly string[];
}

/** The text follows the typing; the address follows a moment later. */
function Filters({ search, set, clear, tools }: FilterProps) {
  const [typed, setTyped] = useState(search.text ?? '');
  const settle = useDebouncedCallback((text: string) => set({ text: text.trim() || undefined }), 250);
  useEffect(() => setTyped(search.text ?? ''), [search.text]);
  return (
    <FilterBar active={Object.values(search).some((value) => value !== undefined)} clear={clear}>
      <TextInput
        wrapperProps={{ 'data-wide': '' }}
        type="search"
        aria-label={t('Search')}
        placeholder={t('Rule')}
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          settle(event.currentTarget.value);
        }}
      />
      <Select
        aria-label={t('Voice')}
        placeholder={t('Any voice')}
        clearable
        value={search.mode ?? null}
        onChange={(mode) => set({ mode: (mode ?? undefined) as TrustSearch['mode'] })}
        data={MODES}
      />
      <Select
        aria-label={t('Tool')}
        placeholder={t('Any tool')}
        clearable
        searchable
        value={search.tool ?? null}
        onChange={(tool) => set({ tool: tool ?? undefined })}
        data={[...tools]}
      />
    </FilterBar>
  );
}

/** How loud each rule may be, what people made of it, and what it costs; the dearest first. */
export function TrustPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const frame = useQuery(trustFrameQuery).data;
  const query = useInfiniteQuery(trustQuery(search));
  const columns = useMemo(() => trustColumns(1 - (frame?.commentMaxRate ?? USUAL_LIMIT)), [frame]);
  const filtered = Object.values(search).some((value) => value !== undefined);
  const set = (change: TrustSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <Page
      title={t('Trust in rules')}
      lead={t(
        'What people say of findings decides how loud their rules may be. The rules that ask most of developers come first.',
      )}
    >
      <PolicyTabs />
      <Filters
        search={search}
        set={set}
        clear={() => void navigate({ search: {}, replace: true })}
        tools={frame?.tools ?? []}
      />
      <Section
        title={t('Rules')}
        note={
          frame &&
          t('Last {windowDays} days; a finding counts as {minutesPerFinding} minutes', {
            windowDays: frame.windowDays,
            minutesPerFinding: frame.minutesPerFinding,
          })
        }
      >
        <ListView
          query={query}
          waiting={<TableSkeleton rows={10} />}
          empty={
            filtered ? (
              <EmptyState title={t('No rules like this.')}>{t('Try fewer filters.')}</EmptyState>
            ) : (
              <EmptyState title={t('Nobody has judged a rule yet: they all look on.')}>
                {t(
                  'Two buttons on every finding say whether it was useful; fixes that scans prove count by themselves.',
                )}
              </EmptyState>
            )
          }
        >
          {(rules) => (
            <DataTable
              label={t('Rules')}
              columns={columns}
              rows={rules}
              rowKey={({ tool, rule }) => `${tool} ${rule}`}
            />
          )}
        </ListView>
      </Section>
    </Page>
  );
}
