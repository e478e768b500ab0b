import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ASK_KIND } from '../../../contract/ask-kinds.ts';
import type { Ask } from '../../../contract/asks.ts';
import { askQuery } from '../../api/asks.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Due } from '../../ui/time.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { AskComments } from './ask-comments.tsx';
import { AskSide } from './ask-side.tsx';
import { askSentence, isOpen, stateWords, textBeyond, turnOf } from './ask-words.ts';
import classes from './asks.module.css';
import { Waited } from './waited.tsx';

const route = getRouteApi('/inside/asks/$askId');

function Lead({ ask }: { ask: Ask }) {
  return (
    <span className={classes.lead}>
      <span>{stateWords(ask.state)}</span>
      <Due at={ask.dueAt} done={!isOpen(ask.state)} />
      {isOpen(ask.state) && (
        <span>
          <Say
            text="Waits for {name} {waited}"
            name={turnOf(ask).name}
            waited={<Waited since={ask.waitsSince} />}
          />
        </span>
      )}
    </span>
  );
}

function Body({ ask }: { ask: Ask }) {
  const text = textBeyond(ask);
  return (
    <Columns
      main={
        <>
          <Section title={ASK_KIND[ask.kind].title} note={askSentence(ask)}>
            <Padded>
              {text ? <Markdown text={text} /> : <span className="quiet">{t('The title says it all.')}</span>}
            </Padded>
          </Section>
          <AskComments ask={ask} />
        </>
      }
      side={<AskSide ask={ask} />}
    />
  );
}

export function AskPage() {
  const { askId } = route.useParams();
  const query = useQuery(askQuery(askId));
  const ask = query.data;
  return (
    <Page
      title={ask ? `${ask.key} ${ask.title}` : t('Ask')}
      heading={ask?.title ?? (query.isPending ? <WaitingHeading width="55%" /> : t('Ask'))}
      above={
        <>
          <TextLink to="/asks">{t('Asks')}</TextLink>
          {ask && <span className={classes.key}> · {ask.key}</span>}
        </>
      }
      lead={ask ? <Lead ask={ask} /> : query.isPending && <Skeleton height={16} width="45%" mt={8} />}
    >
      <Answered
        query={query}
        waiting={<Columns main={<TableSkeleton rows={6} />} side={<TableSkeleton rows={4} />} />}
      >
        {(known) => <Body ask={known} />}
      </Answered>
    </Page>
  );
}
