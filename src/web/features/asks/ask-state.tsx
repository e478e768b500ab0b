import { Button, Select, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Ask } from '../../../contract/asks.ts';
import { t } from '../../texts/t.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import { type AskAct, actsOf, isOpen, turnOf } from './ask-words.ts';
import classes from './asks.module.css';
import { useChange } from './use-change.ts';

const BUTTONS: Record<AskAct, string> = {
  begin: t('Begin'),
  done: t('Done'),
  decline: t('Decline'),
  withdraw: t('Take it back'),
  reopen: t('Open it again'),
};

/** Where the buttons lead that need no reason. */
const TO = { begin: 'in-progress', done: 'done', withdraw: 'withdrawn', reopen: 'open' } as const;

function wordsOf(ask: Ask): string {
  if (ask.state === 'moved') return t('Passed on: {because}', { because: ask.because ?? '' });
  if (!isOpen(ask.state)) return ask.because ?? t('Nobody has to act.');
  if (ask.you === null) return t('{name} has to act.', { name: turnOf(ask).name });
  return ask.you === ask.waitsFor
    ? t('It is your side’s turn.')
    : t('It is the turn of {name}.', { name: turnOf(ask).name });
}

/** With a reason: declining it, or passing it on to another team of security. */
function WithReason({ ask, act, end }: { ask: Ask; act: 'decline' | 'pass'; end: () => void }) {
  const { changing } = useChange(ask);
  const teams = useTeamNames();
  const [because, setBecause] = useState('');
  const [to, setTo] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const change = act === 'decline' ? { state: 'declined' as const, because } : to && { to, because };
    if (change) changing.mutate(change, { onSuccess: end });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      {act === 'pass' && (
        <Select
          label={t('To which team of security?')}
          searchable
          value={to}
          onChange={setTo}
          data={teams.options.filter(({ value }) => value !== ask.to.key && value !== ask.from.key)}
        />
      )}
      <Textarea
        label={t('Why')}
        description={
          act === 'decline' ? t('And what they could do instead.') : t('One line; it stands on both.')
        }
        required
        autosize
        autoFocus
        minRows={2}
        maxLength={1000}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
      />
      {changing.error && <ProblemState error={changing.error} />}
      <div className={classes.buttons}>
        <Button
          type="submit"
          disabled={!because.trim() || (act === 'pass' && !to)}
          loading={changing.isPending}
        >
          {act === 'decline' ? t('Decline it') : t('Pass it on')}
        </Button>
        <Button variant="subtle" color="gray" onClick={end}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

/** How far it is, whose turn it is, and what the reader may do about it. */
export function AskState({ ask, all }: { ask: Ask; all: boolean }) {
  const { changing, change } = useChange(ask);
  const [reason, setReason] = useState<'decline' | 'pass' | null>(null);
  const acts = actsOf(ask, all);
  // What somebody declined or took back, they say again with its reason.
  const before = ask.state === 'open' || ask.state === 'in-progress' ? { state: ask.state } : null;
  const press = (act: AskAct) =>
    act === 'decline' ? setReason('decline') : change({ state: TO[act] }, `${BUTTONS[act]}.`, before);
  const passes = isOpen(ask.state) && ask.direction === 'of-security' && (ask.you === 'to' || all);
  return (
    <Section title={t('Progress')}>
      <Padded>
        <div className={classes.form}>
          <p className={classes.turn}>{wordsOf(ask)}</p>
          {changing.error && <ProblemState error={changing.error} />}
          {reason ? (
            <WithReason ask={ask} act={reason} end={() => setReason(null)} />
          ) : (
            <div className={classes.buttons}>
              {acts.map((act) => (
                <Button
                  key={act}
                  size="xs"
                  variant={act === 'done' ? 'filled' : 'default'}
                  disabled={changing.isPending}
                  onClick={() => press(act)}
                >
                  {BUTTONS[act]}
                </Button>
              ))}
              {passes && (
                <Button size="xs" variant="default" onClick={() => setReason('pass')}>
                  {t('Pass it on')}
                </Button>
              )}
            </div>
          )}
        </div>
      </Padded>
    </Section>
  );
}
