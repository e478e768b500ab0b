import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Finding } from '../../../contract/findings.ts';
import { findingQuery } from '../../api/findings.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { AskSecurity } from '../asks/ask-security.tsx';
import { FindingExceptions } from '../exceptions/finding-exceptions.tsx';
import { FindingOwner } from '../ownership/finding-owner.tsx';
import { FindingUseful } from '../policy/trust/finding-useful.tsx';
import { FindingBranches } from './finding-branches.tsx';
import { FindingClosing } from './finding-closing.tsx';
import { FindingCorrelation } from './finding-correlation.tsx';
import { FindingDecided } from './finding-decided.tsx';
import { FindingHistory } from './finding-history.tsx';
import { FindingSide } from './finding-side.tsx';
import { FindingTrail } from './finding-trail.tsx';
import { FindingWhere } from './finding-where.tsx';

const route = getRouteApi('/inside/findings/$findingId');

/** What the tool says of this place, then what it says of its rule; the same words are not said twice. */
function Told({ finding }: { finding: Finding }) {
  const { message, rule } = finding;
  const description = rule.description === message ? null : rule.description;
  if (!message && !description) return null;
  return (
    <Section
      title={t('What {name} says', { name: finding.finder?.name ?? finding.tool })}
      note={rule.name && rule.name !== finding.title ? rule.name : rule.key}
    >
      <Padded>
        {message && <Markdown text={message} />}
        {message && description && <br />}
        {description && <Markdown text={description} />}
      </Padded>
    </Section>
  );
}

/** Whoever found it by hand, with what they saw; they stay named on it until it is closed. */
function FoundBy({ finder }: Pick<Finding, 'finder'>) {
  if (!finder) return null;
  return (
    <Section title={t('Found by {name}', { name: finder.name })} note={t('Evidence')}>
      <Padded>
        {finder.evidence ? (
          <Markdown text={finder.evidence} />
        ) : (
          <span className="quiet">{t('No evidence was added to the report.')}</span>
        )}
      </Padded>
    </Section>
  );
}

function Body({ finding }: { finding: Finding }) {
  return (
    <>
      <FindingTrail finding={finding} />
      <Columns
        main={
          <>
            <FindingWhere finding={finding} />
            <FindingBranches finding={finding} />
            <Told finding={finding} />
            <FoundBy finder={finding.finder} />
            {finding.rule.help && (
              <Section title={t('How to fix it')}>
                <Padded>
                  <Markdown text={finding.rule.help} />
                </Padded>
              </Section>
            )}
            <FindingDecided id={finding.id} />
            <FindingCorrelation finding={finding} />
            <FindingHistory history={finding.history} />
          </>
        }
        side={
          <>
            <FindingOwner finding={finding} />
            <FindingUseful finding={finding} />
            <FindingClosing finding={finding} />
            <FindingExceptions key={finding.id} finding={finding} />
            <AskSecurity about={{ finding: finding.id }} />
            <FindingSide finding={finding} />
          </>
        }
      />
    </>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton height={206} radius="lg" />
      <Columns main={<TableSkeleton rows={6} />} side={<TableSkeleton rows={4} />} />
    </>
  );
}

export function FindingPage() {
  const { findingId } = route.useParams();
  const query = useQuery(findingQuery(findingId));
  const finding = query.data;
  return (
    <Page
      title={finding?.title ?? t('Finding')}
      heading={finding?.title ?? (query.isPending ? <WaitingHeading width="60%" /> : t('Finding'))}
      above={
        <>
          <TextLink to="/findings">{t('Findings')}</TextLink>
          {finding && (
            <>
              {' · '}
              <TextLink to="/findings" search={{ repository: finding.target.key }}>
                {finding.target.key}
              </TextLink>
            </>
          )}
        </>
      }
      lead={finding?.sentence ?? (query.isPending && <Skeleton height={16} width="80%" mt={8} />)}
    >
      <Answered query={query} waiting={<Waiting />}>
        {(known) => <Body finding={known} />}
      </Answered>
    </Page>
  );
}
