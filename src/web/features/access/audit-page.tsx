import { Button, CopyButton, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { AuditEntry, AuditHead } from '../../../contract/audit.ts';
import { type AuditSearch, auditFile, auditQuery, headQuery } from '../../api/audit.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './programs.module.css';

const route = getRouteApi('/inside/audit');
const column = columnsOf<AuditEntry>();

const columns = column.columns([
  column.accessor('action', { header: t('What'), meta: { narrow: 'title', width: '14%' } }),
  column.accessor('actor', { header: t('Who'), meta: { width: '22%' } }),
  column.accessor('subject', { header: t('To what'), meta: { width: '20%' } }),
  column.display({
    id: 'detail',
    header: t('More'),
    cell: ({ row }) => <span className={classes.detail}>{wordsOf(row.original.detail)}</span>,
  }),
  column.accessor('at', {
    header: t('When'),
    meta: { width: '142px', align: 'end', narrowLabel: t('at') },
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
  }),
]);

const MOST_WORDS = 240;

function wordsOf(detail: Record<string, unknown>): string {
  const words = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  return words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)} …` : words;
}

/** Who changed what, when: filtered, taken along, and the seal by which nobody can change it unseen. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const entries = useInfiniteQuery(auditQuery(search));
  const set = (change: AuditSearch) => void navigate({ search: change, replace: true, resetScroll: false });
  return (
    <Page
      title={t('Audit trail')}
      lead={t('Who changed what. It only grows, and each entry is sealed with the one before.')}
      actions={
        <>
          <Button component="a" size="sm" variant="default" href={auditFile(search, 'csv')} download>
            {t('CSV')}
          </Button>
          <Button component="a" size="sm" variant="default" href={auditFile(search, 'ndjson')} download>
            {t('JSON lines')}
          </Button>
        </>
      }
    >
      <Filters key={JSON.stringify(search)} search={search} set={set} />
      <Section title={t('Entries')} silent>
        <ListView
          query={entries}
          waiting={<TableSkeleton />}
          empty={
            <EmptyState title={t('Nothing like that was done.')}>
              {t('Take a filter away to see more.')}
            </EmptyState>
          }
        >
          {(rows) => (
            <DataTable label={t('Entries')} columns={columns} rows={rows} rowKey={({ id }) => String(id)} />
          )}
        </ListView>
      </Section>
      <Seal />
    </Page>
  );
}

const FIELDS = [
  ['actor', t('Who'), 'kim@acme.example'],
  ['action', t('What'), 'ticket.change'],
  ['subject', t('To what'), t('PAY, tkt_0192…')],
] as const;

function Filters({ search, set }: { search: AuditSearch; set: (change: AuditSearch) => void }) {
  const [wanted, setWanted] = useState<AuditSearch>(search);
  const change = (name: keyof AuditSearch, value: string) =>
    setWanted((before) => ({ ...before, [name]: value.trim() === '' ? undefined : value.trim() }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(wanted);
  };
  const given = (name: keyof AuditSearch) => wanted[name] ?? '';
  return (
    <form onSubmit={submit}>
      <FilterBar active={Object.values(search).some((value) => value !== undefined)} clear={() => set({})}>
        {FIELDS.map(([name, label, example]) => (
          <TextInput
            key={name}
            aria-label={label}
            wrapperProps={{ 'data-wide': '' }}
            placeholder={`${label}: ${example}`}
            defaultValue={given(name)}
            onChange={(event) => change(name, event.currentTarget.value)}
          />
        ))}
        <TextInput
          type="date"
          aria-label={t('From')}
          defaultValue={given('from')}
          onChange={(event) => change('from', event.currentTarget.value)}
        />
        <TextInput
          type="date"
          aria-label={t('Until before')}
          defaultValue={given('to')}
          onChange={(event) => change('to', event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default">
          {t('Show')}
        </Button>
      </FilterBar>
    </form>
  );
}

function waitingWords({ entries, more }: AuditHead['waiting']): string {
  if (more) return t(', more than {entries} wait for theirs', { entries });
  return entries > 0 ? t(', {entries} wait for theirs', { entries }) : '';
}

function Seal() {
  const { data } = useQuery(headQuery);
  if (!data) return null;
  const { head, sealed, waiting } = data;
  return (
    <Section
      title={t('Seal')}
      note={t('{sealed} sealed{value}', {
        sealed,
        value: waitingWords(waiting),
      })}
    >
      <Padded>
        <p className={classes.words}>
          <Say
            text="Write this down somewhere else. <code>lanekeeper audit verify --head …</code> tells later whether the trail still holds it."
            code={(words) => <code>{words}</code>}
          />
        </p>
        <code className={classes.head}>{head}</code>
        <div className={classes.buttons}>
          <CopyButton value={head}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy}>
                {copied ? t('Copied') : t('Copy')}
              </Button>
            )}
          </CopyButton>
        </div>
      </Padded>
    </Section>
  );
}
