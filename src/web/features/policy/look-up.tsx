import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { KnownVulnerability } from '../../../contract/intelligence.ts';
import { knownQuery } from '../../api/intelligence.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Padded } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import classes from './intelligence-page.module.css';

const route = getRouteApi('/inside/policy/intelligence');

/** What is known of one vulnerability, from which source, of which day. */
export function LookUp() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(id ?? '');
  const asked = typed.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ search: { id: asked || undefined }, replace: true });
  };
  return (
    <>
      <Padded>
        <form onSubmit={submit} className={classes.form} aria-label={t('Look up a vulnerability')}>
          <TextInput
            label={t('Vulnerability')}
            placeholder={t('CVE-2021-44228 or GHSA-…')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={asked === ''}>
            {t('Look up')}
          </Button>
        </form>
      </Padded>
      {id && <Known id={id} />}
    </>
  );
}

type Said = KnownVulnerability['said'][number];
const column = columnsOf<Said>();
const columns = column.columns([
  column.accessor('about', { header: t('About'), meta: { width: '260px', narrow: 'title' } }),
  column.accessor('answer', { header: t('Answer') }),
  column.accessor('source', { header: t('Source'), meta: { width: '330px' } }),
]);

function Known({ id }: { id: string }) {
  const known = useQuery(knownQuery(id));
  return (
    <Answered query={known} waiting={<TableSkeleton rows={4} />}>
      {(answer) => <Answer known={answer} />}
    </Answered>
  );
}

function Answer({ known: { id, cve, exploited, said } }: { known: KnownVulnerability }) {
  if (cve === null)
    return (
      <EmptyState title={t('{id} is not known under a CVE.', { id })}>
        {t(
          'The feeds speak of CVEs. Other names are joined to theirs once the names of vulnerabilities are loaded.',
        )}
      </EmptyState>
    );
  const name = cve === id ? cve : t('{id} is {cve} and', { id, cve });
  if (said.length === 0)
    return <EmptyState title={t('{name} was not assessed by any feed that is held.', { name })} />;
  return (
    <>
      <Padded>
        <p className={classes.verdict} aria-live="polite">
          {name}{' '}
          {exploited
            ? t('is known to be exploited.')
            : exploited === false
              ? t('is not known to be exploited.')
              : t('was not assessed for exploitation.')}
        </p>
      </Padded>
      <DataTable
        label={t('What is known of {cve}', { cve })}
        columns={columns}
        rows={said}
        rowKey={({ about, source }) => `${about} ${source}`}
      />
    </>
  );
}
