import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { RuleDetail } from '../../../../contract/trust.ts';
import { ruleQuery } from '../../../api/trust.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { Breakable } from '../../../ui/breakable.tsx';
import { Columns, Page } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { WaitingHeading } from '../../../ui/waiting-heading.tsx';
import { Overruled } from './overruled.tsx';
import { RuleHistory } from './rule-history.tsx';
import { RuleSaid } from './rule-said.tsx';
import { RuleSide } from './rule-side.tsx';
import { RuleWhy } from './rule-why.tsx';
import { nameOf, VOICES } from './trust-words.ts';

const route = getRouteApi('/inside/policy/trust/$tool/$rule');

function Body({ rule }: { rule: RuleDetail }) {
  return (
    <Columns
      main={
        <>
          <RuleWhy rule={rule} />
          <RuleSaid said={rule.said} />
          <RuleHistory history={rule.history} />
        </>
      }
      side={
        <>
          <Overruled rule={rule} />
          <RuleSide rule={rule} />
        </>
      }
    />
  );
}

/** One rule: how loud it is and why, what people said, what it costs, what to expect of its tool. */
export function RulePage() {
  const key = route.useParams();
  const query = useQuery(ruleQuery(key));
  const rule = query.data;
  const title = rule?.name ?? key.rule;
  return (
    <Page
      title={title}
      heading={query.isPending ? <WaitingHeading width="50%" /> : <Breakable text={title} />}
      above={
        <>
          <TextLink to="/policy/trust">{t('Trust in rules')}</TextLink>
          {' · '}
          <TextLink to="/policy/trust" search={{ tool: key.tool }}>
            {key.tool}
          </TextLink>
        </>
      }
      lead={
        rule
          ? rule.rate === null && rule.mode === 'observe' && !rule.overruled
            ? t('Nobody has judged this rule yet: it looks on.')
            : VOICES[nameOf(rule)].long
          : query.isPending && <Skeleton height={16} width="60%" mt={8} />
      }
    >
      <Answered
        query={query}
        waiting={<Columns main={<TableSkeleton rows={6} />} side={<TableSkeleton rows={4} />} />}
      >
        {(known) => <Body rule={known} />}
      </Answered>
    </Page>
  );
}
