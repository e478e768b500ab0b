import { Skeleton } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Say } from '../texts/say.tsx';
import { t } from '../texts/t.ts';
import { Page } from '../ui/page.tsx';
import { TextLink } from '../ui/row-link.tsx';
import { EmptyState, ProblemState } from '../ui/states.tsx';
import { TableSkeleton } from '../ui/table-skeleton.tsx';
import { WaitingHeading } from '../ui/waiting-heading.tsx';

export function WaitingPage() {
  return (
    <Page
      title={t('Loading')}
      heading={<WaitingHeading width={260} />}
      lead={<Skeleton height={14} width="min(380px, 100%)" />}
    >
      <TableSkeleton />
    </Page>
  );
}

export function BrokenPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title={t('This page did not load')}>
      <ProblemState error={error} retry={() => void router.invalidate()} />
    </Page>
  );
}

export function NoSuchPage() {
  return (
    <Page title={t('Nothing here')}>
      <EmptyState title={t('There is no page at this address.')}>
        <Say
          text="It may have moved. <link>The overview</link> leads everywhere."
          link={(words) => <TextLink to="/">{words}</TextLink>}
        />
      </EmptyState>
    </Page>
  );
}
