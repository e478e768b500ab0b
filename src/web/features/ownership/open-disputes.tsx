import { useInfiniteQuery } from '@tanstack/react-query';
import { disputesQuery } from '../../api/ownership.ts';
import { t } from '../../texts/t.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { DisputeCard } from './dispute-card.tsx';

/** What two teams do not agree on; their findings stay where they are, the clock running. */
export function OpenDisputes() {
  const query = useInfiniteQuery(disputesQuery({ state: 'open' }));
  return (
    <Section title={t('Disputes')} note={t('Findings stay where they are until somebody decides')}>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={2} />}
        empty={
          <Padded>
            <span className="quiet">
              {t('Nobody disagrees. When a team says “not ours”, it stands here with whoever decides.')}
            </span>
          </Padded>
        }
      >
        {(disputes) => disputes.map((dispute) => <DisputeCard key={dispute.id} dispute={dispute} />)}
      </ListView>
    </Section>
  );
}
