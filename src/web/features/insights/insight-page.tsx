import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { InsightFilters } from './insight-filters.tsx';
import { InsightTabs } from './insight-tabs.tsx';

interface Props {
  title: string;
  /** What the page answers. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** Where the shared filter would filter nothing. */
  unfiltered?: boolean;
  children: ReactNode;
}

/** The frame of an insight: where one is among them, the filter that all share, then its pictures. */
export function InsightPage({ title, lead, actions, unfiltered = false, children }: Props) {
  return (
    <Page title={title} lead={lead} actions={actions}>
      <InsightTabs />
      {!unfiltered && <InsightFilters />}
      {children}
    </Page>
  );
}
