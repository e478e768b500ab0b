import type { Fix } from '../../../contract/fixes.ts';
import { t } from '../../texts/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { capitalised, words } from '../../ui/format.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './finding-side.module.css';
import { fixKindWords, fixStateWords } from './fix-words.ts';

function Ticket({ ticket }: Pick<Fix, 'ticket'>) {
  if (!ticket) return <span className="quiet">{t('none; it waits until something can be done')}</span>;
  return (
    <>
      <TextLink to="/tickets/$ticketId" params={{ ticketId: ticket.key }}>
        {ticket.key}
      </TextLink>
      {`, ${words(ticket.state)}`}
    </>
  );
}

function Progress({ fix }: { fix: Fix }) {
  return (
    <Section title={t('Where it stands')}>
      <Padded>
        <p className={classes.fix}>{fixStateWords(fix)}</p>
        {fix.stateBecause && <p>{capitalised(fix.stateBecause)}.</p>}
        <Facts
          facts={[
            [t('Ticket'), <Ticket key="ticket" ticket={fix.ticket} />],
            [t('Kind'), fixKindWords(fix.kind)],
            [t('Opened'), <RelativeTime key="opened" at={fix.openedAt} />],
            [t('Claimed'), fix.claimedAt && <RelativeTime at={fix.claimedAt} />],
            [t('Done'), fix.closedAt && <RelativeTime at={fix.closedAt} />],
          ]}
        />
      </Padded>
    </Section>
  );
}

/** An image under it that has to be fixed first. */
function WaitsFor({ waitsFor }: Pick<Fix, 'waitsFor'>) {
  if (!waitsFor) return null;
  return (
    <Section title={waitsFor.open ? t('It waits for') : t('It waited for')}>
      <Padded>
        <p className={classes.fix}>{waitsFor.image}</p>
        {waitsFor.open
          ? t('{owner} was asked to fix it first; then rebuild on it.', { owner: waitsFor.owner })
          : t('{owner} has nothing left to fix there: rebuild on the new one.', { owner: waitsFor.owner })}
      </Padded>
    </Section>
  );
}

/** Images on top of it, whose owners wait. */
function Waiting({ waiting }: Pick<Fix, 'waiting'>) {
  if (waiting.length === 0) return null;
  return (
    <Section title={t('Waiting for it')}>
      <Padded>
        <Facts
          facts={waiting.map(({ id, title, owner }) => [
            owner.name,
            <TextLink key={id} to="/fixes/$fixId" params={{ fixId: id }}>
              {title}
            </TextLink>,
          ])}
        />
      </Padded>
    </Section>
  );
}

export function FixSide({ fix }: { fix: Fix }) {
  return (
    <>
      <Progress fix={fix} />
      <WaitsFor waitsFor={fix.waitsFor} />
      <Waiting waiting={fix.waiting} />
    </>
  );
}
