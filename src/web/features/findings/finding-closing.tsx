import { Button, Checkbox, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { CLOSINGS, type CloseFinding, type Closing, type Finding } from '../../../contract/findings.ts';
import { closeAFinding, reopenAFinding } from '../../api/findings.ts';
import { ApiProblem } from '../../api/problem.ts';
import { t } from '../../texts/t.ts';
import { capitalised, listed, words } from '../../ui/format.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { CLOSING_WORDS, closedWith, closingOf, mayClose } from './closing-words.ts';
import classes from './finding-closing.module.css';

const inside = getRouteApi('/inside');

interface Statement {
  /** What the button that unfolds the form says. */
  ask: string;
  label: string;
  hint: string;
  send: string;
  tell: (text: string) => Promise<void>;
  children?: ReactNode;
}

/** Tickets follow by a job of their own, within a second: until then the page would show what they were. */
const TICKETS_FOLLOW_MS = 1200;

/** A statement and why it is true; folded until somebody wants to make it. */
function State({ ask, label, hint, send, tell, children }: Statement) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const askAgain = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['findings'] }),
      queries.invalidateQueries({ queryKey: ['tickets'] }),
    ]);
  const telling = useMutation({
    mutationFn: () => tell(text.trim()),
    onSuccess: () => {
      setOpen(false);
      setText('');
      setTimeout(askAgain, TICKETS_FOLLOW_MS);
    },
    // Also when it is refused: somebody else may have been faster.
    onSettled: askAgain,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) telling.mutate();
  };
  if (!open)
    return (
      <Button variant="default" onClick={() => setOpen(true)}>
        {ask}
      </Button>
    );
  return (
    <form onSubmit={submit} className={classes.form}>
      {children}
      <Textarea
        label={label}
        description={hint}
        required
        autosize
        autoFocus
        minRows={2}
        maxRows={10}
        maxLength={5000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {telling.error && <ProblemState error={telling.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!text.trim()} loading={telling.isPending}>
          {send}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => setOpen(false)}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

/** Also closes what is offered with it; one that the server closed with the first (the same value) is no trouble. */
async function closeAll(ids: readonly string[], statement: CloseFinding): Promise<void> {
  const [first, ...others] = ids;
  await closeAFinding(first!, statement);
  for (const id of others) {
    await closeAFinding(id, statement).catch((error: unknown) => {
      if (!(error instanceof ApiProblem) || error.code !== 'LK-CONFLICT') throw error;
    });
  }
}

function Close({ finding, kind }: { finding: Finding; kind: keyof typeof CLOSINGS }) {
  const [how, setHow] = useState<Closing>(CLOSINGS[kind][0]);
  const [together, setTogether] = useState(true);
  const others = closedWith(finding);
  const ids = [finding, ...(together ? others : [])].map(({ id }) => id);
  const { ask, hint } = CLOSING_WORDS[kind];
  return (
    <State
      ask={ask}
      label={t('Evidence')}
      hint={hint}
      send={t('Close it')}
      tell={(evidence) => closeAll(ids, { how, evidence })}
    >
      <SegmentedControl
        aria-label={t('How it was closed')}
        fullWidth
        size="xs"
        value={how}
        onChange={(value) => setHow(value as Closing)}
        data={CLOSINGS[kind].map((value) => ({ value, label: capitalised(words(value)) }))}
      />
      {others.length > 0 && (
        <Checkbox
          label={t('Also as {map} {count, plural, one {tells} other {tell}} it', {
            map: listed(others.map(({ tool }) => tool)),
            count: others.length,
          })}
          description={t('The same weakness, told by another tool.')}
          checked={together}
          onChange={(event) => setTogether(event.currentTarget.checked)}
        />
      )}
    </State>
  );
}

/** What no scan can close, a person closes with evidence, and may open again. */
export function FindingClosing({ finding }: { finding: Finding }) {
  const { me } = inside.useRouteContext();
  const closing = closingOf(finding);
  if (!closing) return null;
  const { why, who } = CLOSING_WORDS[closing.kind];
  const may = mayClose(closing.kind, me.roles);
  return (
    <Section title={t('Closing it')} note={closing.closedHow ? t('By hand') : t('No scan can')}>
      <Padded>
        <div className={classes.form}>
          <p className={classes.why}>
            {closing.closedHow
              ? t('Closed as {closedHow}; the evidence is in its history.', {
                  closedHow: words(closing.closedHow),
                })
              : why}
            {!may && ` ${who}`}
          </p>
          {may && !closing.closedHow && <Close finding={finding} kind={closing.kind} />}
          {may && closing.closedHow && (
            <State
              ask={t('Open it again')}
              label={t('Why')}
              hint={t('Its ticket opens again and says so.')}
              send={t('Open it again')}
              tell={(reason) => reopenAFinding(finding.id, { reason })}
            />
          )}
        </div>
      </Padded>
    </Section>
  );
}
