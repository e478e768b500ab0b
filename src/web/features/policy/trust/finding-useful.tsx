import { Button, Chip, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import type { Finding } from '../../../../contract/findings.ts';
import type { FindingLabels, labelFinding } from '../../../../contract/trust.ts';
import { labelAFinding, labelsQuery, unlabelAFinding } from '../../../api/trust.ts';
import { Say } from '../../../texts/say.tsx';
import { t } from '../../../texts/t.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { ProblemState } from '../../../ui/states.tsx';
import { offerUndo } from '../../../ui/undo.tsx';
import classes from './finding-useful.module.css';
import { nameOf, othersWords, saidWords, VOICES } from './trust-words.ts';

/** What people mean most often; the words are theirs to change. */
const REASONS = [
  t('It is a false alarm'),
  t('True, but it does no harm here'),
  t('It is test or generated code'),
  t('It does not say what to do'),
];

function useLabel(id: string) {
  const queries = useQueryClient();
  const show = (told: FindingLabels) => {
    queries.setQueryData(labelsQuery(id).queryKey, told);
    return queries.invalidateQueries({ queryKey: ['trust'] });
  };
  const taking = useMutation({ mutationFn: () => unlabelAFinding(id), onSuccess: show });
  const saying = useMutation({
    mutationFn: (body: z.input<typeof labelFinding>) => labelAFinding(id, body),
    onSuccess: (told) => {
      offerUndo(t('label {id}', { id }), t('Thank you. Your word counts for its rule.'), () =>
        taking.mutate(),
      );
      return show(told);
    },
  });
  return { saying, taking };
}

interface WhyProps {
  say: (reason: string | null) => void;
  busy: boolean;
  close: () => void;
}

/** One click says why; a sentence more helps whoever mends the rule. */
function WhyNot({ say, busy, close }: WhyProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reason = [chosen, text.trim()].filter(Boolean).join('. ');
    say(reason || null);
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <Chip.Group value={chosen ?? ''} onChange={(value) => setChosen(value as string)}>
        <fieldset className={classes.chips} aria-label={t('Why not?')}>
          {REASONS.map((reason) => (
            <Chip key={reason} value={reason} size="xs">
              {reason}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
      <Textarea
        label={t('In your words')}
        description={t('Whoever mends the rule reads this.')}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={800}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {t('Not useful')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

function Buttons({ id, mine }: { id: string; mine: FindingLabels['mine'] }) {
  const { saying, taking } = useLabel(id);
  const [asking, setAsking] = useState(false);
  const error = saying.error ?? taking.error;
  if (asking)
    return (
      <>
        <WhyNot
          busy={saying.isPending}
          close={() => setAsking(false)}
          say={(reason) =>
            saying.mutate({ word: 'not-useful', reason }, { onSuccess: () => setAsking(false) })
          }
        />
        {error && <ProblemState error={error} />}
      </>
    );
  return (
    <>
      <div className={classes.buttons}>
        {mine?.word !== 'acknowledged' && (
          <Button
            variant="default"
            loading={saying.isPending}
            onClick={() => saying.mutate({ word: 'acknowledged' })}
          >
            {t('Useful, we act on it')}
          </Button>
        )}
        {mine?.word !== 'not-useful' && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('Not useful')}
          </Button>
        )}
        {mine && (
          <Button variant="subtle" color="gray" loading={taking.isPending} onClick={() => taking.mutate()}>
            {t('Take it back')}
          </Button>
        )}
      </div>
      {error && <ProblemState error={error} />}
    </>
  );
}

function Told({ told }: { told: FindingLabels }) {
  const { mine, voice, tool, rule } = told;
  const others = othersWords(told);
  return (
    <>
      <p className={classes.words}>
        {mine
          ? t('You said: {word}.', { word: saidWords(mine.word) })
          : t('Your word decides how loud its rule may be.')}
        {mine?.reason && ` ${mine.reason}${mine.reason.endsWith('.') ? '' : '.'}`}
        {others && ` ${others}`}
      </p>
      <p className={classes.rule}>
        <Say
          text="<link>Its rule</link> today: {voice}."
          link={(words) => (
            <TextLink to="/policy/trust/$tool/$rule" params={{ tool, rule }}>
              {words}
            </TextLink>
          )}
          voice={VOICES[nameOf(voice)].short.toLowerCase()}
        />
      </p>
    </>
  );
}

/** Whether a finding was worth somebody's time: the two words that trust in rules is made of. */
export function FindingUseful({ finding }: { finding: Pick<Finding, 'id' | 'kind'> }) {
  const { data: told } = useQuery({ ...labelsQuery(finding.id), enabled: finding.kind !== 'manual' });
  if (!told?.judged) return null;
  return (
    <Section title={t('Was this useful?')}>
      <Padded>
        <Told told={told} />
        <Buttons id={finding.id} mine={told.mine} />
      </Padded>
    </Section>
  );
}
