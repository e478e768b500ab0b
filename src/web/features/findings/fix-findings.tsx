import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fix } from '../../../contract/fixes.ts';
import { findingsQuery } from '../../api/findings.ts';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { count } from '../../ui/format.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { goneFindingColumns, leavingFindingColumns } from './finding-columns.tsx';
import { toldOnce } from './told-once.ts';

function Open({ fix }: { fix: Fix }) {
  const query = useInfiniteQuery(findingsQuery({ fix: fix.id, state: 'open' }));
  const told = query.data ? toldOnce(query.data).length : 0;
  const twice = (query.data?.length ?? 0) - told;
  return (
    <Section
      title="Findings it removes"
      note={`${count(fix.openFindings, 'finding')}${twice > 0 ? '; what several tools tell counts once' : ''}`}
    >
      <ListView
        query={query}
        waiting={<TableSkeleton rows={Math.min(fix.openFindings, 8)} />}
        empty={<EmptyState title="Nothing of it is open any more.">The next scan may say why.</EmptyState>}
      >
        {(rows) => (
          <DataTable
            label="Findings it removes"
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
      empty={<EmptyState title="They belong to another fix by now." />}
    >
      {(rows) => (
        <DataTable label="Gone already" columns={goneFindingColumns} rows={rows} rowKey={({ id }) => id} />
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
      title={closed ? 'Findings it removed' : 'Gone already'}
      note={count(fix.closedFindings, 'finding')}
      action={
        !closed && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? 'Fold them' : 'Show them'}
          </Button>
        )
      }
    >
      {unfolded ? (
        <Gone fix={fix} />
      ) : (
        <Padded>
          <span className="quiet">Earlier scans or people closed them.</span>
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
