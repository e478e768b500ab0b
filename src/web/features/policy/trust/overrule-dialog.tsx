import { Button, Modal, Radio, SegmentedControl, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { RuleDetail } from '../../../../contract/trust.ts';
import { endTheOverrule, overruleARule, ruleQuery } from '../../../api/trust.ts';
import { t } from '../../../texts/t.ts';
import { ProblemState } from '../../../ui/states.tsx';
import { offerUndo } from '../../../ui/undo.tsx';
import classes from './rule-page.module.css';
import { nameOf, VOICES, type VoiceName } from './trust-words.ts';

const DAY_MS = 86_400_000;
const LENGTHS = [
  { value: '14', label: t('2 weeks') },
  { value: '30', label: t('30 days') },
  { value: '90', label: t('90 days') },
  { value: '365', label: t('A year') },
];

function useOverrule(rule: RuleDetail) {
  const queries = useQueryClient();
  const show = (told: RuleDetail) => {
    queries.setQueryData(ruleQuery(rule).queryKey, told);
    return queries.invalidateQueries({ queryKey: ['trust', 'list'] });
  };
  const ending = useMutation({ mutationFn: () => endTheOverrule(rule), onSuccess: show });
  return useMutation({
    mutationFn: overruleARule,
    onSuccess: (told) => {
      offerUndo(
        t('overrule {tool} {rule}', { tool: rule.tool, rule: rule.rule }),
        t('Decided. It ends by itself.'),
        () => ending.mutate(),
      );
      return show(told);
    },
  });
}

function Form({ rule, close }: { rule: RuleDetail; close: () => void }) {
  const overruling = useOverrule(rule);
  const [mode, setMode] = useState<VoiceName>(nameOf(rule));
  const [days, setDays] = useState('30');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const until = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const { tool, rule: key } = rule;
    overruling.mutate({ tool, rule: key, mode, reason: reason.trim(), until }, { onSuccess: close });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <Radio.Group
        label={t('How loud may it be?')}
        value={mode}
        onChange={(value) => setMode(value as VoiceName)}
      >
        <div className={classes.choices}>
          {(Object.keys(VOICES) as VoiceName[]).map((name) => (
            <Radio key={name} value={name} label={VOICES[name].short} description={VOICES[name].long} />
          ))}
        </div>
      </Radio.Group>
      <div>
        <p className={classes.label}>{t('For how long?')}</p>
        <SegmentedControl
          aria-label={t('For how long')}
          fullWidth
          size="xs"
          value={days}
          onChange={setDays}
          data={LENGTHS}
        />
      </div>
      <Textarea
        label={t('Why?')}
        description={t('Everybody who looks at the rule reads this.')}
        required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {overruling.error && <ProblemState error={overruling.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={reason.trim() === ''} loading={overruling.isPending}>
          {t('Decide')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

/** Security's word above the labels, with a reason and an end. */
export function OverruleDialog({ rule }: { rule: RuleDetail }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('Decide otherwise')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('Decide otherwise: {name}', { name: rule.name ?? rule.rule })}
        size="lg"
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        <Form rule={rule} close={close} />
      </Modal>
    </>
  );
}
