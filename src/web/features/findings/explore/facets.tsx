import { Checkbox, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { FindingSummary } from '../../../../contract/finding-summary.ts';
import type { FindingSearch } from '../../../routes/search.ts';
import { t } from '../../../texts/t.ts';
import { capitalised, number } from '../../../ui/format.ts';
import classes from './explorer.module.css';
import { type ManyName, toggled, valuesOf } from './filter-values.ts';

interface Props {
  search: FindingSearch;
  set: (change: FindingSearch) => void;
  summary: FindingSummary | undefined;
}

/** More are one press away; of what is not counted, fewer are offered. */
const SHOWN = 8;
const SHOWN_UNCOUNTED = 4;

type Value = FindingSummary['facets']['team'][number];

function Line({
  value,
  more,
  checked,
  toggle,
}: {
  value: Value;
  more: boolean;
  checked: boolean;
  toggle: () => void;
}) {
  return (
    <div className={classes.facetLine} data-none={value.n === 0 || undefined}>
      <Checkbox size="xs" label={value.name} checked={checked} onChange={toggle} />
      {value.n !== null && (
        <span className={classes.facetCount}>
          {number(value.n)}
          {more && value.n > 0 && '+'}
        </span>
      )}
    </div>
  );
}

function Facet({ name, title, search, set, summary }: Props & { name: ManyName; title: string }) {
  const [all, setAll] = useState(false);
  const chosen = valuesOf(search, name);
  const told: Value[] = (summary?.facets[name] ?? []).map((value) => ({
    ...value,
    name: name === 'tool' || name === 'team' ? value.name : capitalised(value.name),
  }));
  const missing = chosen
    .filter((value) => !told.some((one) => one.value === value))
    .map((value) => ({ value, name: value, n: null }));
  const values = [...missing, ...told];
  if (values.length === 0) return null;
  // What is met stands first; what is chosen is never hidden.
  const shown = all
    ? values
    : values.filter(
        ({ value, n }, index) =>
          chosen.includes(value) || (n !== 0 && index < (n === null ? SHOWN_UNCOUNTED : SHOWN)),
      );
  return (
    <fieldset className={classes.facet}>
      <legend>{title}</legend>
      {shown.map((value) => (
        <Line
          key={value.value}
          value={value}
          more={summary?.more ?? false}
          checked={chosen.includes(value.value)}
          toggle={() => set(toggled(search, name, value.value))}
        />
      ))}
      {shown.length < values.length && (
        <UnstyledButton className={classes.facetMore} onClick={() => setAll(true)}>
          {t('{value, number} more', { value: values.length - shown.length })}
        </UnstyledButton>
      )}
    </fieldset>
  );
}

const FLAGS = [
  ['overdue', t('Overdue')],
  ['exploited', t('Known to be exploited')],
  ['unowned', t('Without an owner')],
  ['exception', t('With an exception')],
] as const;

/** One unit at a time: its teams and those of all below. */
function Units({ search, set, summary }: Props) {
  const units = summary?.facets.unit ?? [];
  if (units.length === 0) return null;
  return (
    <fieldset className={classes.facet}>
      <legend>{t('Business unit')}</legend>
      {units.slice(0, SHOWN).map((unit) => (
        <Line
          key={unit.value}
          value={unit}
          more={false}
          checked={search.unit === unit.value}
          toggle={() => set({ unit: search.unit === unit.value ? undefined : unit.value })}
        />
      ))}
    </fieldset>
  );
}

/** By what the list can be narrowed down, with how much of each there is. */
export function Facets(props: Props) {
  const { search, set, summary } = props;
  return (
    <search className={classes.facets} aria-label={t('Filters')}>
      <Facet {...props} name="priority" title={t('Priority')} />
      <fieldset className={classes.facet}>
        <legend>{t('Only')}</legend>
        {FLAGS.map(([name, label]) => (
          <Line
            key={name}
            value={{
              value: name,
              name: label,
              n: name === 'exploited' ? (summary?.facets.exploited[0]?.n ?? null) : null,
            }}
            more={summary?.more ?? false}
            checked={search[name] === true}
            toggle={() =>
              set({
                [name]: search[name] ? undefined : true,
                // What has an exception is not open.
                ...(name === 'exception' && !search.exception && { state: 'all' as const }),
              })
            }
          />
        ))}
      </fieldset>
      <Facet {...props} name="severity" title={t('Severity')} />
      <Facet {...props} name="kind" title={t('Kind')} />
      <Facet {...props} name="tool" title={t('Tool')} />
      <Units {...props} />
      <Facet {...props} name="team" title={t('Team')} />
      <Facet {...props} name="phase" title={t('Found in')} />
    </search>
  );
}
