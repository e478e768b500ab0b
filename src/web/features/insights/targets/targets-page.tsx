import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TargetsAnswer } from '../../../../contract/insights/targets.ts';
import { targetsInsight, unitsQuery } from '../../../api/insights.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { Formula } from '../../../ui/charts/formula.tsx';
import { useNow } from '../../../ui/now.ts';
import { Section } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { formulaParts } from '../formula-parts.ts';
import { InsightPage } from '../insight-page.tsx';
import { useInsights } from '../use-insights.ts';
import { TargetRow } from './target-row.tsx';
import { quartersAround } from './target-words.ts';
import classes from './targets.module.css';

const inside = getRouteApi('/inside');

/** One block for the company and for each unit. */
function blocksOf({ items }: TargetsAnswer) {
  const blocks = new Map<string, TargetsAnswer['items']>();
  for (const item of items) {
    const key = item.unit?.key ?? '';
    blocks.set(key, [...(blocks.get(key) ?? []), item]);
  }
  return [...blocks];
}

function Blocks({ answer, quarter }: { answer: TargetsAnswer; quarter: string }) {
  const { me } = inside.useRouteContext();
  const maySet = me.roles.some((role) => role === 'leader' || role === 'security' || role === 'admin');
  const formula = formulaParts(answer.formula, [
    'targetOpen',
    'targetDeadlines',
    'targetMedian',
    'targetUnowned',
  ]);
  if (answer.items.length === 0)
    return (
      <EmptyState title={t('No unit yet.')}>
        {t('Targets are set for business units; they come with the organisation.')}
      </EmptyState>
    );
  return blocksOf(answer).map(([key, items], index) => (
    <Section
      key={key}
      title={items[0]!.unit?.name ?? t('Whole company')}
      action={index === 0 && <Formula text={formula} />}
    >
      <table
        className={classes.targets}
        aria-label={t('Targets of {name}', { name: items[0]!.unit?.name ?? t('the company') })}
      >
        <thead>
          <tr>
            <th scope="col">{t('What')}</th>
            <th scope="col" data-align="end">
              {t('Today')}
            </th>
            <th scope="col" data-align="end">
              {t('Target')}
            </th>
            <th scope="col">{t('Where it stands')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <TargetRow key={item.measure} target={item} quarter={quarter} maySet={maySet} />
          ))}
        </tbody>
      </table>
    </Section>
  ));
}

export function TargetsPage() {
  const { search, set } = useInsights();
  const quarters = quartersAround(useNow());
  const quarter = search.quarter ?? quarters[1]!.value;
  const { csv, ...options } = targetsInsight({ unit: search.unit, quarter });
  const query = useQuery(options);
  const units = useQuery(unitsQuery);
  return (
    <InsightPage
      title={t('Targets')}
      lead={
        query.data?.sentence ?? t('What each unit wants to reach in a quarter, next to where it is today.')
      }
      unfiltered
      actions={
        <>
          <Select
            aria-label={t('Business unit')}
            placeholder={t('Any unit')}
            w={180}
            clearable
            searchable
            value={search.unit ?? null}
            onChange={(unit) => set({ unit: unit ?? undefined, team: undefined })}
            data={(units.data?.items ?? []).map(({ key, name }) => ({ value: key, label: name }))}
          />
          <Select
            aria-label={t('Quarter')}
            w={150}
            allowDeselect={false}
            value={quarter}
            onChange={(value) => set({ quarter: value ?? undefined })}
            data={
              quarters.some(({ value }) => value === quarter)
                ? quarters
                : [{ value: quarter, label: quarter }, ...quarters]
            }
          />
          <a className={classes.csv} href={csv} download>
            {t('CSV')}
          </a>
        </>
      }
    >
      <Answered query={query} waiting={<TableSkeleton rows={4} />}>
        {(answer) => <Blocks answer={answer} quarter={quarter} />}
      </Answered>
    </InsightPage>
  );
}
