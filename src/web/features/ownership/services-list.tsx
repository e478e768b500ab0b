import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { COVERAGE_STATES, type UnitCoverage } from '../../../contract/coverage.ts';
import { type ServiceFilter, servicesQuery } from '../../api/ownership.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { serviceColumns } from './service-columns.tsx';
import classes from './services-list.module.css';

const STATES = [
  { value: 'unowned', label: t('Without an owner') },
  { value: 'stale', label: t('Stale') },
  { value: 'invalid', label: t('Invalid descriptor') },
  { value: 'undescribed', label: t('No descriptor') },
  { value: 'owned', label: t('Owned') },
];

interface Props {
  filter: ServiceFilter;
  setFilter: (filter: ServiceFilter) => void;
  units: readonly UnitCoverage[];
}

/** Every repository and service, with its owner and the health of its descriptor. */
export function ServicesList({ filter, setFilter, units }: Props) {
  const query = useInfiniteQuery(servicesQuery(filter));
  const settle = useDebouncedCallback(
    (text: string) => setFilter({ ...filter, text: text.trim() || undefined }),
    250,
  );
  const active = Object.values(filter).some((value) => value !== undefined);
  return (
    <Section title={t('Repositories and services')}>
      <div className={classes.filters}>
        <FilterBar active={active} clear={() => setFilter({})}>
          <Select
            aria-label={t('State')}
            placeholder={t('Any state')}
            clearable
            data={STATES}
            value={filter.state ?? null}
            onChange={(state) =>
              setFilter({ ...filter, state: COVERAGE_STATES.find((one) => one === state) })
            }
          />
          <Select
            aria-label={t('Business unit')}
            placeholder={t('Any unit')}
            clearable
            data={units.map(({ unit }) => ({
              value: unit?.key ?? '-',
              label: unit?.name ?? t('No business unit'),
            }))}
            value={filter.unit ?? null}
            onChange={(unit) => setFilter({ ...filter, unit: unit ?? undefined })}
          />
          <TextInput
            aria-label={t('Name')}
            placeholder={t('Part of a name')}
            defaultValue={filter.text ?? ''}
            onChange={(event) => settle(event.currentTarget.value)}
          />
        </FilterBar>
      </div>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={6} />}
        empty={
          <EmptyState title={active ? t('Nothing here is so.') : t('No repository is known yet.')}>
            {active
              ? t('Clear the filters to see all repositories and services.')
              : t('They will stand here, each with its owner and the reason.')}
          </EmptyState>
        }
      >
        {(services) => (
          <DataTable
            label={t('Repositories and services')}
            columns={serviceColumns}
            rows={services}
            rowKey={({ repository, folder }) => `${repository}\n${folder}`}
          />
        )}
      </ListView>
    </Section>
  );
}
