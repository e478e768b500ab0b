import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import type { z } from 'zod';
import type { person } from '../../../contract/access.ts';
import { changeAPerson, makeSignInLink, peopleQuery } from '../../api/access.ts';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { EmptyState, ProblemState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import classes from './people-page.module.css';
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
  return { link, close };
}

/** Columns stay the same from one rendering to the next; what changes reaches their cells this way. */
const Actions = createContext<ReturnType<typeof useActions> | null>(null);

function RowActions({ person: who }: { person: Person }) {
  const { link, close } = useContext(Actions)!;
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
          aria-label={`New link for ${who.name}`}
          loading={link.isPending && link.variables.id === who.id}
          onClick={() => link.mutate(who)}
        >
          New link
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${closed ? 'Open again' : sure ? 'Yes, close' : 'Close account'}: ${who.name}`}
        loading={close.isPending && close.variables.id === who.id}
        onClick={act}
        onBlur={() => setSure(false)}
      >
        {closed ? 'Open again' : sure ? 'Yes, close' : 'Close account'}
      </Button>
    </span>
  );
}

const columns = column.columns([
  column.accessor('name', {
    header: 'Person',
    meta: { narrow: 'title' },
    cell: ({ row: { original: who } }) => (
      <span className={who.disabledAt ? classes.closed : undefined}>
        {who.name}
        {who.disabledAt && ' (closed)'}
      </span>
    ),
  }),
  column.accessor('email', { header: 'Mail', meta: { width: '28%' } }),
  column.accessor((who) => who.roles.join(', '), { id: 'roles', header: 'Roles', meta: { width: '22%' } }),
  column.display({
    id: 'actions',
    header: () => <span className="hidden">Actions</span>,
    meta: { width: '218px', align: 'end' },
    cell: ({ row: { original: who } }) => <RowActions person={who} />,
  }),
]);

export function PeopleList() {
  const query = useInfiniteQuery(peopleQuery());
  const actions = useActions();
  const { link, close } = actions;
  const error = link.error ?? close.error;
  return (
    <Section title="People">
      {(link.data || error) && (
        <Padded>
          {error && <ProblemState error={error} />}
          {link.data && (
            <ShownOnce
              label={`A new sign-in link for ${link.variables?.name} is ready.`}
              secret={link.data.signInUrl}
              done={link.reset}
            />
          )}
        </Padded>
      )}
      <ListView
        query={query}
        waiting={<TableSkeleton rows={4} />}
        empty={<EmptyState title="Nobody yet.">Invite the first person above.</EmptyState>}
      >
        {(people) => (
          <Actions value={actions}>
            <DataTable label="People" columns={columns} rows={people} rowKey={({ id }) => id} />
          </Actions>
        )}
      </ListView>
    </Section>
  );
}
