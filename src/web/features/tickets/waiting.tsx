import { useInfiniteQuery } from '@tanstack/react-query';
import { type WaitingFilters, waitingQuery } from '../../api/waiting.ts';
import { t } from '../../texts/t.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { WaitingRow } from './waiting-row.tsx';

/** What has no ticket yet, why, and until when: nothing is hidden, and no date moves. */
export function Waiting({ team }: { team?: string | undefined }) {
  const filters: WaitingFilters = team === undefined ? {} : { team };
  const query = useInfiniteQuery(waitingQuery(filters));
  return (
    <Section title={t('Waiting')} note={t('No ticket yet; their dates stay')}>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={2} />}
        empty={
          <Padded>
            <span className="quiet">{t('Nothing waits: whatever can be fixed has its ticket.')}</span>
          </Padded>
        }
      >
        {(fixes) => fixes.map((fix) => <WaitingRow key={fix.id} fix={fix} ofTeam={team !== undefined} />)}
      </ListView>
    </Section>
  );
}
