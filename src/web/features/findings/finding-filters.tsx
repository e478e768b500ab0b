import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { KINDS } from '../../../kernel/observation.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import type { FindingSearch } from '../../routes/search.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { capitalised } from '../../ui/format.ts';
import { IconSearch, IconX } from '../../ui/icons.ts';
import { useTeamNames } from '../organisation/team-names.ts';
import classes from './finding-filters.module.css';

interface Props {
  search: FindingSearch;
  set: (change: FindingSearch) => void;
  clear: () => void;
}

const options = (values: readonly string[]) => values.map((value) => ({ value, label: capitalised(value) }));

/** The text follows the typing; the address follows a moment later. */
function SearchText({ search, set }: Pick<Props, 'search' | 'set'>) {
  const [typed, setTyped] = useState(search.text ?? '');
  const settle = useDebouncedCallback((text: string) => set({ text: text.trim() || undefined }), 250);
  useEffect(() => setTyped(search.text ?? ''), [search.text]);
  return (
    <TextInput
      wrapperProps={{ 'data-wide': '' }}
      type="search"
      aria-label="Search"
      placeholder="Title, path, package or CVE"
      leftSection={<IconSearch size={15} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}

/** Filters that come with a link from elsewhere: shown, and taken away with one click. */
function FromElsewhere({ search, set }: Pick<Props, 'search' | 'set'>) {
  const given = [
    ['repository', search.repository && `Repository ${search.repository}`],
    ['tool', search.tool && `Tool ${search.tool}`],
    ['scan', search.scan && 'One scan'],
    ['fix', search.fix && 'One fix'],
    ['unowned', search.unowned && 'Without an owner'],
  ] as const;
  const shown = given.filter(([, label]) => label);
  if (shown.length === 0) return null;
  return (
    <div className={classes.pills}>
      {shown.map(([name, label]) => (
        <Button
          key={name}
          size="compact-sm"
          variant="default"
          aria-label={`${label}, remove this filter`}
          rightSection={<IconX size={13} />}
          onClick={() => set({ [name]: undefined })}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

export function FindingFilters({ search, set, clear }: Props) {
  const teams = useTeamNames();
  return (
    <>
      <FilterBar active={Object.values(search).some((value) => value !== undefined)} clear={clear}>
        <SearchText search={search} set={set} />
        <SegmentedControl
          aria-label="State"
          value={search.state ?? 'open'}
          onChange={(state) =>
            set({ state: state === 'open' ? undefined : (state as FindingSearch['state']) })
          }
          data={options(['open', 'fixed', 'excepted', 'all'])}
        />
        <Select
          aria-label="Priority"
          placeholder="Any priority"
          clearable
          value={search.priority ?? null}
          onChange={(priority) => set({ priority: (priority ?? undefined) as FindingSearch['priority'] })}
          data={[...PRIORITIES]}
        />
        <Select
          aria-label="Severity"
          placeholder="Any severity"
          clearable
          value={search.severity ?? null}
          onChange={(severity) => set({ severity: (severity ?? undefined) as FindingSearch['severity'] })}
          data={options(SEVERITIES)}
        />
        <Select
          aria-label="Kind"
          placeholder="Any kind"
          clearable
          value={search.kind ?? null}
          onChange={(kind) => set({ kind: (kind ?? undefined) as FindingSearch['kind'] })}
          data={options(KINDS)}
        />
        <Select
          aria-label="Team"
          placeholder="Any team"
          clearable
          searchable
          value={search.team ?? null}
          onChange={(team) => set({ team: team ?? undefined })}
          data={teams.options}
        />
      </FilterBar>
      <FromElsewhere search={search} set={set} />
    </>
  );
}
