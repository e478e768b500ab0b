import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { COVERAGE_STATES, type UnitCoverage } from '../../../contract/coverage.ts';
import { type ServiceFilter, servicesQuery } from '../../api/ownership.ts';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { serviceColumns } from './service-columns.tsx';
import classes from './services-list.module.css';

const STATES = [
  { value: 'unowned', label: 'Without an owner' },
  { value: 'stale', label: 'Stale' },
  { value: 'invalid', label: 'Invalid descriptor' },
  { value: 'undescribed', label: 'No descriptor' },
  { value: 'owned', label: 'Owned' },
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
    <Section title="Repositories and services">
      <div className={classes.filters}>
        <FilterBar active={active} clear={() => setFilter({})}>
          <Select
            aria-label="State"
            placeholder="Any state"
            clearable
            data={STATES}
            value={filter.state ?? null}
            onChange={(state) =>
              setFilter({ ...filter, state: COVERAGE_STATES.find((one) => one === state) })
            }
          />
          <Select
            aria-label="Business unit"
            placeholder="Any unit"
            clearable
            data={units.map(({ unit }) => ({
              value: unit?.key ?? '-',
              label: unit?.name ?? 'No business unit',
            }))}
            value={filter.unit ?? null}
            onChange={(unit) => setFilter({ ...filter, unit: unit ?? undefined })}
          />
          <TextInput
            aria-label="Name"
            placeholder="Part of a name"
            defaultValue={filter.text ?? ''}
            onChange={(event) => settle(event.currentTarget.value)}
          />
        </FilterBar>
      </div>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={6} />}
        empty={
          <EmptyState title={active ? 'Nothing here is so.' : 'No repository is known yet.'}>
            {active
              ? 'Clear the filters to see all repositories and services.'
              : 'They will stand here, each with its owner and the reason.'}
          </EmptyState>
        }
      >
        {(services) => (
          <DataTable
            label="Repositories and services"
            columns={serviceColumns}
            rows={services}
            rowKey={({ repository, folder }) => `${repository}\n${folder}`}
          />
        )}
      </ListView>
    </Section>
  );
}
