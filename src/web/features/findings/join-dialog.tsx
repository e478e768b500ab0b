import { Button, Modal, Radio, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Finding, FindingRow } from '../../../contract/findings.ts';
import { findingsQuery } from '../../api/findings.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { IconSearch } from '../../ui/icons.ts';
import { ProblemState, TextSkeleton } from '../../ui/states.tsx';
import { joinable, searchWord } from './correlation-words.ts';
import classes from './join-dialog.module.css';
import { placeOf } from './place.ts';
import type { useCorrelation } from './use-correlation.tsx';

interface Props {
  finding: Finding;
  opened: boolean;
  close: () => void;
  act: ReturnType<typeof useCorrelation>;
}

/** More than that is not read, but searched. */
const MOST_OFFERED = 8;

function Choices({ found, chosen, choose }: Choice & { found: readonly FindingRow[] }) {
  const offered = found.slice(0, MOST_OFFERED);
  if (offered.length === 0)
    return <p className={classes.none}>{t('No other open finding here is like that. Try another word.')}</p>;
  return (
    <Radio.Group label={t('Which one is the same?')} value={chosen} onChange={choose}>
      <div className={classes.choices}>
        {offered.map((row) => (
          <Radio
            key={row.id}
            value={row.id}
            label={row.title}
            description={`${row.tool} · ${placeOf(row)}`}
          />
        ))}
      </div>
      {found.length > offered.length && (
        <p className={classes.none}>{t('More match: add a word to see fewer.')}</p>
      )}
    </Radio.Group>
  );
}

interface Choice {
  chosen: string;
  choose: (id: string) => void;
}

function Found({ finding, text, ...choice }: Choice & { finding: Finding; text: string }) {
  const query = useInfiniteQuery(
    findingsQuery({ target: finding.target.key, state: 'open', text: text.trim() || undefined }),
  );
  return (
    <Answered query={query} waiting={<TextSkeleton lines={6} />}>
      {(rows) => <Choices found={joinable(finding, rows)} {...choice} />}
    </Answered>
  );
}

function JoinForm({ finding, close, act }: Omit<Props, 'opened'>) {
  const [typed, setTyped] = useState(searchWord(finding));
  const [text] = useDebouncedValue(typed, 250);
  const [chosen, choose] = useState('');
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const decision = { other: chosen, verdict: 'same', reason: reason.trim() || undefined } as const;
    // The problem is shown below.
    await act.decide(decision).then(close, () => undefined);
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        type="search"
        label={t('Open findings of {key}', { key: finding.target.key })}
        placeholder={t('Title, path, package or CVE')}
        data-autofocus
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Found finding={finding} text={text} chosen={chosen} choose={choose} />
      <Textarea
        label={t('Why')}
        description={t('Not needed, but kind to whoever looks at it next year.')}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {act.error && <ProblemState error={act.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!chosen} loading={act.busy}>
          {t('They are the same')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

/** A person knows better than the tools: this finding and another are one weakness. */
export function JoinDialog({ opened, ...rest }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={rest.close}
      title={t('Join with another finding')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <JoinForm {...rest} />
    </Modal>
  );
}
