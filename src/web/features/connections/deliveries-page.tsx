import { Button, SegmentedControl, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { LaneHealth } from '../../../contract/deliveries.ts';
import { meQuery } from '../../api/access.ts';
import { healthQuery, replayAll } from '../../api/connections.ts';
import type { DeliverySearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ConnectionTabs } from './connection-tabs.tsx';
import { DeliveryList } from './delivery-list.tsx';

const route = getRouteApi('/inside/deliveries');

/** "412 went out in 24 hours; 3 wait, 1 is stuck." */
function sentence(lanes: readonly LaneHealth[]): string {
  const sum = (of: (lane: LaneHealth) => number) => lanes.reduce((total, lane) => total + of(lane), 0);
  const parked = sum((lane) => lane.parked);
  const waits = sum((lane) => lane.pending);
  const done = sum((lane) => lane.done);
  const out = t('{value} went out in 24 hours', { value: done === 0 ? t('Nothing') : done });
  const rest = [
    waits > 0 && t('{waits} {waits, plural, one {waits} other {wait}}', { waits }),
    parked > 0 && t('{parked} {parked, plural, one {is} other {are}} stuck', { parked }),
  ]
    .filter(Boolean)
    .join(', ');
  return rest === '' ? t('{out}; nothing waits.', { out }) : `${out}; ${rest}.`;
}

/** Whatever is stuck at one connection, tried again together. */
function ReplayAll({ lane }: { lane: LaneHealth }) {
  const queries = useQueryClient();
  const key = lane.connection?.key ?? '';
  const replaying = useMutation({
    mutationFn: () => replayAll(key),
    onSettled: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <Button size="sm" variant="default" loading={replaying.isPending} onClick={() => replaying.mutate()}>
      {t('Try all of {key} again', { key })}
    </Button>
  );
}

/** What goes out to other systems: pending, done, and stuck with the reason. */
export function DeliveriesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const health = useQuery(healthQuery);
  const { data: me } = useQuery(meQuery);
  const operates = me?.roles.some((role) => role === 'admin' || role === 'security') ?? false;
  const lanes = health.data?.items ?? [];
  const stuck = lanes.filter(({ connection, parked }) => connection !== null && parked > 0);
  const chosen =
    stuck.length > 1 ? stuck.find((lane) => lane.connection?.key === search.connection) : stuck[0];
  const set = (change: DeliverySearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <Page
      title={t('Deliveries')}
      lead={
        <>
          {health.data ? sentence(lanes) : t('What goes out to trackers, chats and mail.')}
          {operates && stuck.length > 1 && !chosen && ` ${t('Choose a connection to try all of it again.')}`}
        </>
      }
      actions={operates && chosen && <ReplayAll key={chosen.connection?.key} lane={chosen} />}
    >
      <ConnectionTabs />
      <FilterBar
        active={Object.keys(search).length > 0}
        clear={() => void navigate({ search: {}, replace: true })}
      >
        <SegmentedControl
          aria-label={t('State')}
          value={search.state ?? 'all'}
          onChange={(state) =>
            set({ state: state === 'all' ? undefined : (state as DeliverySearch['state']) })
          }
          data={[
            { value: 'all', label: t('All') },
            { value: 'pending', label: t('Waiting') },
            { value: 'parked', label: t('Stuck') },
            { value: 'done', label: t('Done') },
          ]}
        />
        <Select
          aria-label={t('Connection')}
          miw={210}
          placeholder={t('Any connection')}
          clearable
          value={search.connection ?? null}
          onChange={(connection) => set({ connection: connection ?? undefined })}
          data={lanes.flatMap(({ connection }) => connection?.key ?? [])}
        />
      </FilterBar>
      <Section title={t('Deliveries')} silent>
        <DeliveryList filters={search} />
      </Section>
    </Page>
  );
}
