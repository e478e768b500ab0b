import { Button, Checkbox, SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ASK_KIND, ASK_KINDS } from '../../../contract/ask-kinds.ts';
import { type AskFilters, asksQuery } from '../../api/asks.ts';
import type { AskSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { IconPlus } from '../../ui/icons.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import { askColumns } from './ask-columns.tsx';
import classes from './asks.module.css';

const route = getRouteApi('/inside/asks');
const inside = getRouteApi('/inside');

/** Instead of a team: both sides of everybody. */
const EVERYBODY = '*';

const KINDS = ASK_KINDS.map((value) => ({ value, label: ASK_KIND[value].title }));

interface ListProps {
  title: string;
  note: string;
  empty: string;
  filters: AskFilters;
}

function Asks({ title, note, empty, filters }: ListProps) {
  const query = useInfiniteQuery(asksQuery(filters));
  const narrowed = filters.state !== 'open' || filters.kind !== undefined || filters.overdue === true;
  return (
    <Section title={title} note={note}>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={4} />}
        empty={
          <EmptyState title={t('Nothing here.')}>{narrowed ? t('Try fewer filters.') : empty}</EmptyState>
        }
      >
        {(asks) => <DataTable label={title} columns={askColumns} rows={asks} rowKey={({ id }) => id} />}
      </ListView>
    </Section>
  );
}

/** What one side wants of the other, both ways, for one team or for all. */
function Sides({ team, name, filters }: { team: string | undefined; name: string; filters: AskFilters }) {
  const note = filters.state === 'closed' ? t('Closed last first') : t('What waits longest first');
  if (team === undefined)
    return (
      <>
        <Asks
          title={t('Teams ask security')}
          note={note}
          empty={t('No team waits for security, and security for none of its answers.')}
          filters={{ ...filters, direction: 'of-security' }}
        />
        <Asks
          title={t('Security asks teams')}
          note={note}
          empty={t('Security wants nothing of the teams but their fixes.')}
          filters={{ ...filters, direction: 'of-team' }}
        />
      </>
    );
  return (
    <>
      <Asks
        title={t('Asked of {name}', { name })}
        note={note}
        empty={t('Nobody wants anything of {name}, but for its tickets.', { name })}
        filters={{ ...filters, to: team }}
      />
      <Asks
        title={t('Asked by {name}', { name })}
        note={note}
        empty={t('{name} waits for nobody. A review, advice or a quick test is one form away.', { name })}
        filters={{ ...filters, from: team }}
      />
    </>
  );
}

export function AsksPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { me } = inside.useRouteContext();
  const teams = useTeamNames();
  // Whoever has a team sees its page first.
  const chosen = search.team ?? me.teams[0]?.key ?? EVERYBODY;
  const team = chosen === EVERYBODY ? undefined : chosen;
  const set = (change: AskSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const filters = { state: search.state ?? 'open', kind: search.kind, overdue: search.overdue } as const;
  return (
    <Page
      title={t('Asks')}
      lead={t(
        'Work beyond fixes that security wants of a team, or a team of security: who waits for whom, since when.',
      )}
      actions={
        <Button
          renderRoot={(props) => <Link to="/asks/new" {...props} />}
          size="sm"
          leftSection={<IconPlus size={15} />}
        >
          {t('New ask')}
        </Button>
      }
    >
      <FilterBar
        active={Object.keys(search).length > 0}
        clear={() => void navigate({ search: {}, replace: true })}
      >
        <SegmentedControl
          aria-label={t('State')}
          value={search.state ?? 'open'}
          onChange={(state) => set({ state: state === 'open' ? undefined : (state as AskSearch['state']) })}
          data={[
            { value: 'open', label: t('Open') },
            { value: 'closed', label: t('Closed') },
            { value: 'all', label: t('All') },
          ]}
        />
        <Select
          aria-label={t('Team')}
          searchable
          allowDeselect={false}
          value={chosen}
          onChange={(value) => set({ team: value ?? undefined })}
          data={[{ value: EVERYBODY, label: t('All teams') }, ...teams.options]}
        />
        <Select
          aria-label={t('Kind')}
          placeholder={t('Any kind')}
          clearable
          value={search.kind ?? null}
          onChange={(kind) => set({ kind: (kind ?? undefined) as AskSearch['kind'] })}
          data={KINDS}
        />
        <Checkbox
          label={t('Overdue')}
          className={classes.check}
          checked={search.overdue ?? false}
          onChange={(event) => set({ overdue: event.currentTarget.checked || undefined })}
        />
      </FilterBar>
      <Sides team={team} name={team === undefined ? '' : teams.nameOf(team)} filters={filters} />
    </Page>
  );
}
