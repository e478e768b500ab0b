import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { FindingSummary } from '../../../../contract/finding-summary.ts';
import type { FindingSearch } from '../../../routes/search.ts';
import { t } from '../../../texts/t.ts';
import { capitalised } from '../../../ui/format.ts';
import { IconAdjustments, IconSearch, IconX } from '../../../ui/icons.ts';
import classes from './explorer.module.css';
import { activeFilters } from './filter-values.ts';

interface Props {
  search: FindingSearch;
  set: (change: FindingSearch) => void;
  clear: () => void;
  summary: FindingSummary | undefined;
  /** Opens the filters where they do not stand beside the list. */
  openFilters: () => void;
}

const STATES = ['open', 'fixed', 'excepted', 'all'].map((value) => ({ value, label: capitalised(value) }));

/** The text follows the typing; the address follows a moment later. */
function SearchText({ search, set }: Pick<Props, 'search' | 'set'>) {
  const [typed, setTyped] = useState(search.text ?? '');
  const settle = useDebouncedCallback((text: string) => set({ text: text.trim() || undefined }), 250);
  useEffect(() => setTyped(search.text ?? ''), [search.text]);
  return (
    <TextInput
      className={classes.searchText}
      type="search"
      aria-label={t('Search')}
      placeholder={t('Title, path, package, CVE or rule; “in quotes” as it stands')}
      leftSection={<IconSearch size={15} />}
      value={typed}
      maxLength={200}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}

export function SearchBar({ search, set, clear, summary, openFilters }: Props) {
  const active = activeFilters(search, summary?.facets);
  return (
    <>
      <div className={classes.searchBar}>
        <SearchText search={search} set={set} />
        <SegmentedControl
          aria-label={t('State')}
          value={search.state ?? 'open'}
          onChange={(state) =>
            set({ state: state === 'open' ? undefined : (state as FindingSearch['state']) })
          }
          data={STATES}
        />
        <Button
          className={classes.filtersButton}
          variant="default"
          leftSection={<IconAdjustments size={15} />}
          onClick={openFilters}
        >
          {t('Filters')}
        </Button>
      </div>
      {active.length > 0 && (
        <div className={classes.pills}>
          {active.map(({ key, label, without }) => (
            <Button
              key={key}
              size="compact-sm"
              variant="default"
              aria-label={t('{label}, remove this filter', { label })}
              rightSection={<IconX size={13} />}
              onClick={() => set(without)}
            >
              {label}
            </Button>
          ))}
          <Button size="compact-sm" variant="subtle" color="gray" onClick={clear}>
            {t('Clear all')}
          </Button>
        </div>
      )}
    </>
  );
}
