import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { coverageQuery } from '../../api/ownership.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Approvals } from './approvals.tsx';
import { CoverageByUnit } from './coverage-by-unit.tsx';
import { OpenDisputes } from './open-disputes.tsx';
import { OwnerResolver } from './owner-resolver.tsx';
import { coverageSentence } from './service-words.ts';
import { ServicesList } from './services-list.tsx';

const route = getRouteApi('/inside/ownership');

/** Who owns what, and what has no owner. */
export function OwnershipPage() {
  const query = useQuery(coverageQuery);
  const { where, path, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title={t('Ownership')}
      lead={
        query.data && (
          <>
            {coverageSentence(query.data)}{' '}
            {query.data.total.unownedFindings > 0 && <TextLink to="/unowned">{t('See what waits')}</TextLink>}
          </>
        )
      }
    >
      <OwnerResolver
        key={`${where} ${path}`}
        asked={{ where, path }}
        ask={(asked) => void navigate({ search: { ...filter, ...asked }, replace: true })}
      />
      <Answered query={query} waiting={<TableSkeleton rows={4} />}>
        {({ units }) => (
          <>
            <CoverageByUnit units={units} />
            <OpenDisputes />
            <Approvals />
            <ServicesList
              filter={filter}
              setFilter={(next) =>
                void navigate({
                  search: { where, path, ...next },
                  replace: true,
                  resetScroll: false,
                })
              }
              units={units}
            />
          </>
        )}
      </Answered>
    </Page>
  );
}
