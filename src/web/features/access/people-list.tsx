import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import type { z } from 'zod';
import type { person } from '../../../contract/access.ts';
import { changeAPerson, makeSignInLink, peopleQuery } from '../../api/access.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { EmptyState, ProblemState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import classes from './people-page.module.css';
import { PersonGrants } from './person-grants.tsx';
import { ShownOnce } from './shown-once.tsx';

type Person = z.infer<typeof person>;
const column = columnsOf<Person>();

/** What can be done for a person: a new link, or closing the account, which ends all its sessions. */
function useActions() {
  const queries = useQueryClient();
  const link = useMutation({ mutationFn: (who: Person) => makeSignInLink(who.id) });
  const close = useMutation({
    mutationFn: (who: Person) => changeAPerson(who.id, { disabled: who.disabledAt === null }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
  });
  const [granting, setGranting] = useState<Person | null>(null);
  return { link, close, granting, setGranting };
}

/** Columns stay the same from one rendering to the next; what changes reaches their cells this way. */
const Actions = createContext<ReturnType<typeof useActions> | null>(null);

function RowActions({ person: who }: { person: Person }) {
  const { link, close, setGranting } = useContext(Actions)!;
  const [sure, setSure] = useState(false);
  const closed = who.disabledAt !== null;
  const act = () => {
    if (!closed && !sure) return setSure(true);
    setSure(false);
    close.mutate(who);
  };
  return (
    <span className={classes.rowActions}>
      {!closed && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('Roles of {name} for a team or a unit', { name: who.name })}
          onClick={() => setGranting(who)}
        >
          {t('Roles')}
        </Button>
      )}
      {!closed && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('New link for {name}', { name: who.name })}
          loading={link.isPending && link.variables.id === who.id}
          onClick={() => link.mutate(who)}
        >
          {t('New link')}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${closed ? t('Open again') : sure ? t('Yes, close') : t('Close account')}: ${who.name}`}
        loading={close.isPending && close.variables.id === who.id}
        onClick={act}
        onBlur={() => setSure(false)}
      >
        {closed ? t('Open again') : sure ? t('Yes, close') : t('Close account')}
      </Button>
    </span>
  );
}

const columns = column.columns([
  column.accessor('name', {
    header: t('Person'),
    meta: { narrow: 'title' },
    cell: ({ row: { original: who } }) => (
      <span className={who.disabledAt ? classes.closed : undefined}>
        {who.name}
        {who.disabledAt && ` (${t('closed')})`}
      </span>
    ),
  }),
  column.accessor('email', { header: t('Mail'), meta: { width: '28%' } }),
  column.accessor((who) => who.roles.join(', '), { id: 'roles', header: t('Roles'), meta: { width: '22%' } }),
  column.display({
    id: 'actions',
    header: () => <span className="hidden">{t('Actions')}</span>,
    meta: { width: '276px', align: 'end' },
    cell: ({ row: { original: who } }) => <RowActions person={who} />,
  }),
]);

export function PeopleList() {
  const query = useInfiniteQuery(peopleQuery());
  const actions = useActions();
  const { link, close, granting, setGranting } = actions;
  const error = link.error ?? close.error;
  return (
    <Section title={t('People')}>
      {granting && <PersonGrants person={granting} close={() => setGranting(null)} />}
      {(link.data || error) && (
        <Padded>
          {error && <ProblemState error={error} />}
          {link.data && (
            <ShownOnce
              label={t('A new sign-in link for {name} is ready.', { name: link.variables?.name })}
              secret={link.data.signInUrl}
              done={link.reset}
            />
          )}
        </Padded>
      )}
      <ListView
        query={query}
        waiting={<TableSkeleton rows={4} />}
        empty={<EmptyState title={t('Nobody yet.')}>{t('Invite the first person above.')}</EmptyState>}
      >
        {(people) => (
          <Actions value={actions}>
            <DataTable label={t('People')} columns={columns} rows={people} rowKey={({ id }) => id} />
          </Actions>
        )}
      </ListView>
    </Section>
  );
}
