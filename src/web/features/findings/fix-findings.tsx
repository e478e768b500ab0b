import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fix } from '../../../contract/fixes.ts';
import { findingsQuery } from '../../api/findings.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { goneFindingColumns, leavingFindingColumns } from './finding-columns.tsx';
import { toldOnce } from './told-once.ts';

function Open({ fix }: { fix: Fix }) {
  const query = useInfiniteQuery(findingsQuery({ fix: fix.id, state: 'open' }));
  const told = query.data ? toldOnce(query.data).length : 0;
  const twice = (query.data?.length ?? 0) - told;
  return (
    <Section
      title={t('Findings it removes')}
      note={`${t('{openFindings, plural, one {# finding} other {# findings}}', { openFindings: fix.openFindings })}${twice > 0 ? t('; what several tools tell counts once') : ''}`}
    >
      <ListView
        query={query}
        waiting={<TableSkeleton rows={Math.min(fix.openFindings, 8)} />}
        empty={
          <EmptyState title={t('Nothing of it is open any more.')}>
            {t('The next scan may say why.')}
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label={t('Findings it removes')}
            columns={leavingFindingColumns}
            rows={toldOnce(rows)}
            rowKey={({ id }) => id}
          />
        )}
      </ListView>
    </Section>
  );
}

function Gone({ fix }: { fix: Fix }) {
  const query = useInfiniteQuery(findingsQuery({ fix: fix.id, state: 'fixed' }));
  return (
    <ListView
      query={query}
      waiting={<TableSkeleton rows={Math.min(fix.closedFindings, 8)} />}
      empty={<EmptyState title={t('They belong to another fix by now.')} />}
    >
      {(rows) => (
        <DataTable
          label={t('Gone already')}
          columns={goneFindingColumns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      )}
    </ListView>
  );
}

/** What left it already, folded while there is work to do. */
function Left({ fix }: { fix: Fix }) {
  const closed = fix.state === 'closed';
  const [unfolded, setUnfolded] = useState(closed);
  return (
    <Section
      title={closed ? t('Findings it removed') : t('Gone already')}
      note={t('{closedFindings, plural, one {# finding} other {# findings}}', {
        closedFindings: fix.closedFindings,
      })}
      action={
        !closed && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? t('Fold them') : t('Show them')}
          </Button>
        )
      }
    >
      {unfolded ? (
        <Gone fix={fix} />
      ) : (
        <Padded>
          <span className="quiet">{t('Earlier scans or people closed them.')}</span>
        </Padded>
      )}
    </Section>
  );
}

/** Before and after: what is open until it is done, and what left it already. */
export function FixFindings({ fix }: { fix: Fix }) {
  return (
    <>
      {fix.openFindings > 0 && <Open fix={fix} />}
      {fix.closedFindings > 0 && <Left fix={fix} />}
    </>
  );
}
