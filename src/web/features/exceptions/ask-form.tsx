import { Button, Checkbox, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { EXCEPTION_KINDS, type ExceptionKind, type ExceptionPreview } from '../../../contract/exceptions.ts';
import { JUSTIFICATIONS, type Justification } from '../../../kernel/observation.ts';
import { previewQuery } from '../../api/exceptions.ts';
import { t } from '../../texts/t.ts';
import { useNow } from '../../ui/now.ts';
import { ProblemState, TextSkeleton } from '../../ui/states.tsx';
import classes from './ask-dialog.module.css';
import { daysToName, JUSTIFICATION_WORDS, KINDS } from './exception-words.ts';
import { type Askable, firstScope, ScopeChoice } from './scope-choice.tsx';
import { useExceptions } from './use-exceptions.ts';

export type { Askable } from './scope-choice.tsx';

/** What it covers and who decides, before anybody is asked. */
function Extent({ preview, error }: { preview: ExceptionPreview | undefined; error: unknown }) {
  if (error) return <ProblemState error={error} />;
  return (
    <div className={classes.extent} aria-live="polite">
      {preview ? (
        <>
          <p>{preview.sentence}</p>
          <p>{preview.decides}</p>
        </>
      ) : (
        <TextSkeleton lines={2} />
      )}
    </div>
  );
}

export function AskForm({ close, ...askable }: Askable & { close: () => void }) {
  const now = useNow();
  const { asking } = useExceptions();
  const [kind, setKind] = useState<ExceptionKind>('false-positive');
  const [scope, setScope] = useState(() => firstScope(askable));
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const [justification, setJustification] = useState<Justification | null>(null);
  const [duplicateOf, setDuplicateOf] = useState('');
  const [grant, setGrant] = useState(true);
  const asked = { kind, scope: kind === 'duplicate' ? firstScope(askable) : scope };
  const { data: preview, error } = useQuery(previewQuery(asked));
  const days = daysToName(preview?.maxDays ?? null, now);
  const needsDay = kind === 'accepted-risk' || kind === 'mitigated';
  const lastDay = until ?? (needsDay ? days.proposed : '');
  const complete =
    reason.trim() !== '' &&
    (kind !== 'mitigated' || justification !== null) &&
    (kind !== 'duplicate' || duplicateOf.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate(
      {
        ...asked,
        reason: reason.trim(),
        evidence: evidence.trim() || null,
        until: lastDay || null,
        justification: kind === 'mitigated' ? justification : null,
        duplicateOf: kind === 'duplicate' ? idIn(duplicateOf) : null,
        grant: grant && preview?.you.may === true,
      },
      { onSuccess: close },
    );
  };
  const kinds =
    askable.finding === null ? EXCEPTION_KINDS.filter((one) => one !== 'duplicate') : EXCEPTION_KINDS;
  return (
    <form onSubmit={submit} className={classes.form}>
      <Radio.Group
        label={t('What is it?')}
        value={kind}
        onChange={(value) => setKind(value as ExceptionKind)}
      >
        <div className={classes.choices}>
          {kinds.map((one) => (
            <Radio key={one} value={one} label={KINDS[one].title} description={KINDS[one].means} />
          ))}
        </div>
      </Radio.Group>
      {kind === 'mitigated' && (
        <Select
          label={t('Why can it not be used?')}
          required
          data={JUSTIFICATIONS.map((value) => ({ value, label: JUSTIFICATION_WORDS[value] ?? value }))}
          value={justification}
          onChange={(value) => setJustification(JUSTIFICATIONS.find((one) => one === value) ?? null)}
        />
      )}
      {kind === 'duplicate' && (
        <TextInput
          label={t('Which finding does it repeat?')}
          description={t('Its address or its id; that one stays open.')}
          placeholder={t('fnd_…')}
          required
          value={duplicateOf}
          onChange={(event) => setDuplicateOf(event.currentTarget.value)}
        />
      )}
      <ScopeChoice {...askable} single={kind === 'duplicate'} scope={scope} setScope={setScope} />
      <Extent preview={preview} error={error} />
      <Textarea
        label={t('Why?')}
        description={t('Whoever decides reads this, and whoever meets it next.')}
        required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Textarea
        label={t('What shows it?')}
        description={t('A test, a link, a line of the configuration. Never a secret.')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={5000}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('Until')}
        description={
          needsDay
            ? t('At most {maxDays} days; it can be extended before it ends.', {
                maxDays: preview?.maxDays ?? 180,
              })
            : t('May be left empty.')
        }
        required={needsDay}
        min={days.first}
        max={days.last}
        value={lastDay}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      {preview?.you.may && (
        <Checkbox
          label={
            preview.you.awaits.length > 0
              ? t('Say yes at once, as {as}; {join} agrees then', {
                  as: preview.you.as,
                  join: preview.you.awaits.join(' or '),
                })
              : t('Grant it at once, as {as}', { as: preview.you.as })
          }
          checked={grant}
          onChange={(event) => setGrant(event.currentTarget.checked)}
        />
      )}
      {asking.error && <ProblemState error={asking.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!complete || Boolean(error)} loading={asking.isPending}>
          {preview?.you.may && grant && preview.you.awaits.length === 0 ? t('Grant it') : t('Ask')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

/** People paste the address of a page. */
const idIn = (text: string): string => /fnd_[0-9a-f]{32}/.exec(text)?.[0] ?? text.trim();
