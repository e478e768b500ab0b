import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ActivePolicyAnswer } from '../../../contract/policy.ts';
import { policyQuery } from '../../api/policy.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { TextSkeleton } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './policy-page.module.css';
import { PolicyTabs } from './policy-tabs.tsx';

function Lead({ policy }: { policy: ActivePolicyAnswer }) {
  return (
    <>
      <strong>{policy.label}</strong> decides how urgent a finding is, by when it is due and where it goes.
      Written by {policy.author}, <RelativeTime at={policy.createdAt} />
      {policy.reason ? `: ${policy.reason.replace(/\.$/, '')}.` : '.'}
    </>
  );
}

/** Everybody may read how decisions are made; every decision names the version that made it. */
export function PolicyPage() {
  const policy = useQuery(policyQuery);
  return (
    <Page
      title="Policy"
      lead={policy.data ? <Lead policy={policy.data} /> : <Skeleton height={16} width="70%" />}
    >
      <PolicyTabs />
      <Section title="The document" note="The first rule that holds decides">
        <Answered query={policy} waiting={<TextSkeleton lines={12} />}>
          {({ document }) => <pre className={classes.document}>{document}</pre>}
        </Answered>
      </Section>
    </Page>
  );
}
