import { Button, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { BulkPreview, BulkRequest } from '../../../../contract/bulk.ts';
import type { Closing } from '../../../../contract/findings.ts';
import { JUSTIFICATIONS, type Justification } from '../../../../kernel/observation.ts';
import { bulkPreviewQuery } from '../../../api/explore.ts';
import { t } from '../../../texts/t.ts';
import { ProblemState, TextSkeleton } from '../../../ui/states.tsx';
import { JUSTIFICATION_WORDS, KINDS } from '../../exceptions/exception-words.ts';
import classes from './explorer.module.css';
import { useBulk } from './use-bulk.ts';

type Action = BulkRequest['action'];
type Of = BulkRequest['of'];

/** What will happen, in numbers, and what is left out and why. */
function Preview({ preview, error }: { preview: BulkPreview | undefined; error: unknown }) {
  if (error) return <ProblemState error={error} />;
  if (!preview) return <TextSkeleton lines={2} />;
  return (
    <div className={classes.preview} aria-live="polite">
      <p>{preview.sentence}</p>
      {preview.more && (
        <p>
          {t('More match: at most {chosen, number} are done at once, the most urgent first.', {
            chosen: preview.chosen,
          })}
        </p>
      )}
      {preview.leftOut.length > 0 && (
        <ul>
          {preview.leftOut.map(({ because, n }) => (
            <li key={because}>
              {t('{n, plural, one {# finding} other {# findings}} left out: {because}', { n, because })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const HOW: { value: Closing; label: string }[] = [
  { value: 'revoked', label: t('Secrets are revoked') },
  { value: 'rotated', label: t('Secrets are rotated') },
  { value: 'retested', label: t('Found by hand: a retest no longer finds it') },
  { value: 'signed-off', label: t('Found by hand: signed off') },
];
const EXCEPTIONS = ['false-positive', 'accepted-risk', 'mitigated'] as const;
const HALF_A_YEAR_MS = 180 * 86_400_000;

/** What an action needs beside the findings; null while something is missing. */
interface Draft {
  reason: string;
  evidence: string;
  how: Closing;
  exception: (typeof EXCEPTIONS)[number];
  until: string;
  justification: Justification | null;
}

function actionOf(kind: Action['kind'], draft: Draft, filled: boolean): Action {
  const reason = draft.reason.trim();
  const evidence = draft.evidence.trim();
  // The preview asks before words are there.
  const words = (text: string) => (text === '' && filled ? '…' : text);
  if (kind === 'not-useful') return { kind, reason: reason || null };
  if (kind === 'close') return { kind, how: draft.how, evidence: words(evidence) };
  const { exception, justification } = draft;
  const until = exception === 'false-positive' ? null : draft.until;
  return {
    kind,
    exception,
    reason: words(reason),
    evidence: evidence || null,
    until,
    justification: exception === 'mitigated' ? justification : null,
  };
}

const complete = (kind: Action['kind'], { reason, evidence, exception, justification }: Draft): boolean =>
  kind === 'not-useful' ||
  (kind === 'close' && evidence.trim() !== '') ||
  (kind === 'exception' && reason.trim() !== '' && (exception !== 'mitigated' || justification !== null));

interface FieldsProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
}

function ExceptionFields({ draft, set }: FieldsProps) {
  return (
    <>
      <Radio.Group
        label={t('What are they?')}
        value={draft.exception}
        onChange={(value) => set({ exception: EXCEPTIONS.find((one) => one === value) ?? 'false-positive' })}
      >
        <div className={classes.choices}>
          {EXCEPTIONS.map((one) => (
            <Radio key={one} value={one} label={KINDS[one].title} description={KINDS[one].means} />
          ))}
        </div>
      </Radio.Group>
      {draft.exception === 'mitigated' && (
        <Select
          label={t('Why can they not be used?')}
          required
          data={JUSTIFICATIONS.map((value) => ({ value, label: JUSTIFICATION_WORDS[value] ?? value }))}
          value={draft.justification}
          onChange={(value) => set({ justification: JUSTIFICATIONS.find((one) => one === value) ?? null })}
        />
      )}
      {draft.exception !== 'false-positive' && (
        <TextInput
          type="date"
          label={t('Until')}
          required
          value={draft.until}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
      )}
    </>
  );
}

interface Props {
  kind: Action['kind'];
  of: Of;
  close: (done: boolean) => void;
}

export function BulkForm({ kind, of, close }: Props) {
  const { starting } = useBulk();
  const [draft, setDraft] = useState<Draft>(() => ({
    reason: '',
    evidence: '',
    how: 'revoked',
    exception: 'false-positive',
    until: new Date(Date.now() + HALF_A_YEAR_MS).toISOString().slice(0, 10),
    justification: null,
  }));
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  // What is left out depends on how it is closed, and not on the words.
  const probe = actionOf(kind, { ...draft, reason: '', evidence: '' }, true);
  const { data: preview, error } = useQuery(bulkPreviewQuery({ action: probe, of }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    starting.mutate({ action: actionOf(kind, draft, false), of }, { onSuccess: () => close(true) });
  };
  const will = preview?.will ?? 0;
  return (
    <form onSubmit={submit} className={classes.form}>
      {kind === 'close' && (
        <Select
          label={t('How?')}
          allowDeselect={false}
          data={HOW}
          value={draft.how}
          onChange={(value) => set({ how: HOW.find((one) => one.value === value)?.value ?? 'revoked' })}
        />
      )}
      {kind === 'exception' && <ExceptionFields draft={draft} set={set} />}
      {kind !== 'close' && (
        <Textarea
          label={t('Why?')}
          description={
            kind === 'not-useful'
              ? t('May be left empty; it helps whoever mends the rule.')
              : t('Whoever decides reads this.')
          }
          required={kind === 'exception'}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1000}
          value={draft.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
      )}
      {kind !== 'not-useful' && (
        <Textarea
          label={t('What shows it?')}
          description={t('A test, a link, what was tried. Never a secret.')}
          required={kind === 'close'}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={5000}
          value={draft.evidence}
          onChange={(event) => set({ evidence: event.currentTarget.value })}
        />
      )}
      <Preview preview={preview} error={error} />
      {starting.error && <ProblemState error={starting.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!complete(kind, draft) || will === 0} loading={starting.isPending}>
          {will > 0
            ? t('Do it for {will, plural, one {# finding} other {# findings}}', { will })
            : t('Do it')}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => close(false)}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}
