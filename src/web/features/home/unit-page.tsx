import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Fragment } from 'react';
import { unitQuery } from '../../api/home.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TextSkeleton } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { CompanyTabs } from './company-tabs.tsx';
import { UnitStanding } from './unit-standing.tsx';

const route = getRouteApi('/inside/units/$unitKey');

function Waiting() {
  return (
    <>
      <Skeleton height={82} radius="lg" />
      <Section title={t('Teams')}>
        <TableSkeleton rows={7} />
      </Section>
    </>
  );
}

/** Where is the risk of my unit? */
export function UnitPage() {
  const { unitKey } = route.useParams();
  const query = useQuery(unitQuery(unitKey));
  const told = query.data;
  return (
    <Page
      title={told?.unit?.name ?? t('Business unit')}
      heading={told?.unit?.name ?? (query.isPending ? <WaitingHeading width={220} /> : t('Business unit'))}
      above={
        <>
          <TextLink to="/units">{t('Units')}</TextLink>
          {told?.above.map(({ key, name }) => (
            <Fragment key={key}>
              {' · '}
              <TextLink to="/units/$unitKey" params={{ unitKey: key }}>
                {name}
              </TextLink>
            </Fragment>
          ))}
        </>
      }
      lead={told ? told.sentence : query.isPending && <TextSkeleton lines={1} />}
    >
      <Answered query={query} waiting={<Waiting />}>
        {(known) => (
          <UnitStanding told={known} title={t('In {name}', { name: known.unit?.name ?? t('it') })} />
        )}
      </Answered>
    </Page>
  );
}

/** The same of the company: its units, and the teams in none. */
export function UnitsPage() {
  const query = useQuery(unitQuery(null));
  return (
    <Page
      title={t('Units')}
      lead={query.data ? query.data.sentence : query.isPending && <TextSkeleton lines={1} />}
    >
      <CompanyTabs />
      <Answered query={query} waiting={<Waiting />}>
        {(known) => <UnitStanding told={known} title={t('Business units')} />}
      </Answered>
    </Page>
  );
}
