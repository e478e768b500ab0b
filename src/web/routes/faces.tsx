import { Skeleton } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { TableSkeleton } from '../ui/data-table.tsx';
import { Page } from '../ui/page.tsx';
import { TextLink } from '../ui/row-link.tsx';
import { EmptyState, ProblemState } from '../ui/states.tsx';
import { WaitingHeading } from '../ui/waiting-heading.tsx';

export function WaitingPage() {
  return (
    <Page
      title="Loading"
      heading={<WaitingHeading width={260} />}
      lead={<Skeleton height={14} width={380} />}
    >
      <TableSkeleton />
    </Page>
  );
}

export function BrokenPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title="This page did not load">
      <ProblemState error={error} retry={() => void router.invalidate()} />
    </Page>
  );
}

export function NoSuchPage() {
  return (
    <Page title="Nothing here">
      <EmptyState title="There is no page at this address.">
        It may have moved. <TextLink to="/">The overview</TextLink> leads everywhere.
      </EmptyState>
    </Page>
  );
}
