import type { FacetName, FindingSummary } from '../../../../contract/finding-summary.ts';
import type { FindingSearch } from '../../../routes/search.ts';
import { t } from '../../../texts/t.ts';
import { capitalised } from '../../../ui/format.ts';

/** Filters that take several values, parted by commas. */
export type ManyName = 'team' | 'priority' | 'severity' | 'kind' | 'tool' | 'phase';

export const valuesOf = (search: FindingSearch, name: ManyName): string[] =>
  search[name]?.split(',').filter((value) => value !== '') ?? [];

/** Adds a value that is not chosen, takes away one that is. Pure. */
export function toggled(search: FindingSearch, name: ManyName, value: string): FindingSearch {
  const before = valuesOf(search, name);
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { [name]: after.length > 0 ? after.join(',') : undefined };
}

/** A filter that holds now, as a person reads it, and what takes it away. */
export interface ActiveFilter {
  key: string;
  label: string;
  without: FindingSearch;
}

const MANY: readonly ManyName[] = ['priority', 'severity', 'kind', 'tool', 'team', 'phase'];

const PLAIN: readonly [name: keyof FindingSearch, label: (value: string) => string][] = [
  ['repository', (value) => t('Repository {value}', { value })],
  ['target', (value) => t('Target {value}', { value })],
  ['rule', (value) => t('Rule {value}', { value })],
  ['vulnerability', (value) => value],
  ['scan', () => t('One scan')],
  ['fix', () => t('One fix')],
  ['unowned', () => t('Without an owner')],
  ['exploited', () => t('Exploited')],
  ['exception', () => t('With an exception')],
  ['overdue', () => t('Overdue')],
  ['dueBefore', (value) => t('Due before {slice}', { slice: value.slice(0, 10) })],
  ['openedSince', (value) => t('Opened since {slice}', { slice: value.slice(0, 10) })],
];

/** All that is filtered but for state and text, which have controls of their own. Pure. */
export function activeFilters(
  search: FindingSearch,
  facets: FindingSummary['facets'] | undefined,
): ActiveFilter[] {
  const nameOf = (facet: FacetName, value: string) =>
    facets?.[facet].find((one) => one.value === value)?.name ?? value.replaceAll('-', ' ');
  const many = MANY.flatMap((name) =>
    valuesOf(search, name).map((value) => ({
      key: `${name}-${value}`,
      label: name === 'tool' || name === 'team' ? nameOf(name, value) : capitalised(nameOf(name, value)),
      without: toggled(search, name, value),
    })),
  );
  const unit =
    search.unit === undefined
      ? []
      : [{ key: 'unit', label: nameOf('unit', search.unit), without: { unit: undefined } }];
  const plain = PLAIN.flatMap(([name, label]) => {
    const value = search[name];
    return value === undefined
      ? []
      : [{ key: name, label: label(String(value)), without: { [name]: undefined } }];
  });
  return [...many, ...unit, ...plain];
}
