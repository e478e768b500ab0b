import type { Fix } from '../../../contract/fixes.ts';
import { Facts } from '../../ui/facts.tsx';
import { capitalised, words } from '../../ui/format.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './finding-side.module.css';
import { fixKindWords, fixStateWords } from './fix-words.ts';

function Ticket({ ticket }: Pick<Fix, 'ticket'>) {
  if (!ticket) return <span className="quiet">none; it waits until something can be done</span>;
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
    <Section title="Where it stands">
      <Padded>
        <p className={classes.fix}>{fixStateWords(fix)}</p>
        {fix.stateBecause && <p>{capitalised(fix.stateBecause)}.</p>}
        <Facts
          facts={[
            ['Ticket', <Ticket key="ticket" ticket={fix.ticket} />],
            ['Kind', fixKindWords(fix.kind)],
            ['Opened', <RelativeTime key="opened" at={fix.openedAt} />],
            ['Claimed', fix.claimedAt && <RelativeTime at={fix.claimedAt} />],
            ['Done', fix.closedAt && <RelativeTime at={fix.closedAt} />],
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
    <Section title={waitsFor.open ? 'It waits for' : 'It waited for'}>
      <Padded>
        <p className={classes.fix}>{waitsFor.image}</p>
        {waitsFor.open
          ? `${waitsFor.owner} was asked to fix it first; then rebuild on it.`
          : `${waitsFor.owner} has nothing left to fix there: rebuild on the new one.`}
      </Padded>
    </Section>
  );
}

/** Images on top of it, whose owners wait. */
function Waiting({ waiting }: Pick<Fix, 'waiting'>) {
  if (waiting.length === 0) return null;
  return (
    <Section title="Waiting for it">
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
