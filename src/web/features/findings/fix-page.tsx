import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Fix } from '../../../contract/fixes.ts';
import { fixQuery } from '../../api/fixes.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Breakable } from '../../ui/breakable.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { FixExceptions } from '../exceptions/finding-exceptions.tsx';
import { FixFindings } from './fix-findings.tsx';
import { FixSide } from './fix-side.tsx';
import { FixTrail } from './fix-trail.tsx';

const route = getRouteApi('/inside/fixes/$fixId');

function Body({ fix }: { fix: Fix }) {
  return (
    <>
      <FixTrail fix={fix} />
      <Columns
        main={
          <>
            {fix.state === 'open' && (
              <>
                <Section title={t('How to do it')}>
                  <Padded>
                    <Markdown text={fix.steps} />
                  </Padded>
                </Section>
                <Section title={t('What it may break')}>
                  <Padded>
                    <Markdown text={fix.mayBreak} />
                  </Padded>
                </Section>
              </>
            )}
            <FixFindings key={fix.id} fix={fix} />
          </>
        }
        side={
          <>
            <FixSide fix={fix} />
            <FixExceptions key={fix.id} fix={fix} />
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
      <Columns main={<TableSkeleton rows={8} />} side={<TableSkeleton rows={4} />} />
    </>
  );
}

export function FixPage() {
  const { fixId } = route.useParams();
  const query = useQuery(fixQuery(fixId));
  const fix = query.data;
  return (
    <Page
      title={fix?.title ?? t('Fix')}
      heading={
        fix ? <Breakable text={fix.title} /> : query.isPending ? <WaitingHeading width="55%" /> : t('Fix')
      }
      above={
        <>
          <TextLink to="/findings">{t('Findings')}</TextLink>
          {fix && (
            <>
              {' · '}
              <TextLink to="/findings" search={{ fix: fix.id, state: 'all' }}>
                {t('those of this fix')}
              </TextLink>
            </>
          )}
        </>
      }
      lead={fix?.sentence ?? (query.isPending && <Skeleton height={16} width="60%" mt={8} />)}
    >
      <Answered query={query} waiting={<Waiting />}>
        {(known) => <Body fix={known} />}
      </Answered>
    </Page>
  );
}
