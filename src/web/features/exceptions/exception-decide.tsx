import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Exception } from '../../../contract/exceptions.ts';
import { t } from '../../texts/t.ts';
import { useNow } from '../../ui/now.ts';
import { ProblemState } from '../../ui/states.tsx';
import classes from './exception-card.module.css';
import { daysToName } from './exception-words.ts';
import { useExceptions } from './use-exceptions.ts';

/** What the reader may do with it, and if nothing, who may. */
export function ExceptionWords({ exception }: { exception: Exception }) {
  const { state, source, until, you } = exception;
  if (state === 'asked') return <Decide exception={exception} />;
  if (state !== 'granted') return null;
  // What a document states is extended by its next version.
  const extend = source === 'person' && until !== null;
  return extend || you.revoke ? <Granted exception={exception} extend={extend} /> : null;
}

function Decide({ exception: { id, you } }: { exception: Exception }) {
  const { saying } = useExceptions();
  const [note, setNote] = useState('');
  const say = (word: 'grant' | 'refuse' | 'withdraw') =>
    saying.mutate({ id, word, note: note.trim() || null });
  const decidesIt = you.grant.may || you.refuse;
  return (
    <div className={classes.decide}>
      <p className={classes.quiet}>{you.grant.because}</p>
      {decidesIt && (
        <Textarea
          label={t('A word to whoever asked')}
          description={you.refuse ? t('To say no, say why.') : undefined}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      {saying.error && <ProblemState error={saying.error} />}
      <div className={classes.buttons}>
        {you.grant.may && (
          <Button size="xs" loading={saying.isPending} onClick={() => say('grant')}>
            {you.grant.awaits.length > 0 ? t('Say yes') : t('Grant it')}
          </Button>
        )}
        {you.refuse && (
          <Button
            size="xs"
            variant="default"
            disabled={note.trim() === '' || saying.isPending}
            onClick={() => say('refuse')}
          >
            {t('Say no')}
          </Button>
        )}
        {you.withdraw && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            disabled={saying.isPending}
            onClick={() => say('withdraw')}
          >
            {t('Take back')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Granted({ exception, extend }: { exception: Exception; extend: boolean }) {
  const [shown, show] = useState<'extend' | 'end' | null>(null);
  if (shown === 'extend') return <Extend exception={exception} close={() => show(null)} />;
  if (shown === 'end') return <End exception={exception} close={() => show(null)} />;
  return (
    <div className={classes.decide}>
      <div className={classes.buttons}>
        {extend && (
          <Button size="xs" variant="default" onClick={() => show('extend')}>
            {t('Extend')}
          </Button>
        )}
        {exception.you.revoke && (
          <Button size="xs" variant="default" onClick={() => show('end')}>
            {t('End it early')}
          </Button>
        )}
      </div>
    </div>
  );
}

function End({ exception: { id }, close }: { exception: Exception; close: () => void }) {
  const { saying } = useExceptions();
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saying.mutate({ id, word: 'revoke', note: note.trim() });
  };
  return (
    <form className={classes.decide} onSubmit={submit}>
      <Textarea
        label={t('Why does it end?')}
        description={t('What it covers is open again, with its first date.')}
        required
        autosize
        minRows={1}
        maxRows={5}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {saying.error && <ProblemState error={saying.error} />}
      <div className={classes.buttons}>
        <Button size="xs" type="submit" disabled={note.trim() === ''} loading={saying.isPending}>
          {t('End it')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

function Extend({ exception: { id, decides }, close }: { exception: Exception; close: () => void }) {
  const { extending } = useExceptions();
  const now = useNow();
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    extending.mutate({ id, until, reason: reason.trim() }, { onSuccess: close });
  };
  return (
    <form className={classes.decide} onSubmit={submit}>
      <p className={classes.quiet}>
        {t('It goes on as it is until somebody has said yes to the new day. {decides}', { decides })}
      </p>
      <TextInput
        type="date"
        label={t('Until')}
        required
        min={daysToName(null, now).first}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <Textarea
        label={t('Why longer?')}
        required
        autosize
        minRows={1}
        maxRows={5}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {extending.error && <ProblemState error={extending.error} />}
      <div className={classes.buttons}>
        <Button
          size="xs"
          type="submit"
          disabled={until === '' || reason.trim() === ''}
          loading={extending.isPending}
        >
          {t('Ask for it')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}
