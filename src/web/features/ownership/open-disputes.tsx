import { useInfiniteQuery } from '@tanstack/react-query';
import { disputesQuery } from '../../api/ownership.ts';
import { TableSkeleton } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DisputeCard } from './dispute-card.tsx';

/** What two teams do not agree on; their findings stay where they are, the clock running. */
export function OpenDisputes() {
  const query = useInfiniteQuery(disputesQuery({ state: 'open' }));
  return (
    <Section title="Disputes" note="Findings stay where they are until somebody decides">
      <ListView
        query={query}
        waiting={<TableSkeleton rows={2} />}
        empty={
          <EmptyState title="Nobody disagrees.">
            When a team says “not ours”, it stands here with whoever decides.
          </EmptyState>
        }
      >
        {(disputes) => disputes.map((dispute) => <DisputeCard key={dispute.id} dispute={dispute} />)}
      </ListView>
    </Section>
  );
}
