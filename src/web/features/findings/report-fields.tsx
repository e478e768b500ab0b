import { SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent, ReactNode } from 'react';
import { TARGET_KINDS } from '../../../kernel/finding.ts';
import { PHASES } from '../../../kernel/phase.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { t } from '../../texts/t.ts';
import { capitalised } from '../../ui/format.ts';
import type { Draft, DraftProblems } from './report-draft.ts';
import classes from './report-page.module.css';

interface Fields {
  draft: Draft;
  problems: DraftProblems;
  set: (change: Partial<Draft>) => void;
}

const options = (values: readonly string[]) => values.map((value) => ({ value, label: capitalised(value) }));

type TextField = { [Name in keyof Draft]: string extends Draft[Name] ? Name : never }[keyof Draft];

/** What every text field of the form shares: its value, its problem, and that typing changes it. */
const bind = ({ draft, problems, set }: Fields, name: TextField) => ({
  value: draft[name],
  error: problems[name],
  onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
    set({ [name]: event.currentTarget.value }),
});

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

const EXAMPLE: Record<Draft['targetKind'], string> = {
  repository: 'acme/checkout',
  image: 'registry.example/checkout:1.4',
  host: 'db1.example.net',
  'cloud-account': '123456789012',
  url: 'https://shop.example.com',
  cluster: 'eu-production',
};

export function WhatFields(fields: Fields) {
  return (
    <Group title={t('What is wrong')}>
      <TextInput
        label={t('In one line')}
        required
        placeholder={t('e.g. a coupon can be used twice')}
        {...bind(fields, 'title')}
      />
      <Select
        label={t('How bad')}
        description={t('Your own view; the policy decides priority and date.')}
        allowDeselect={false}
        value={fields.draft.severity}
        onChange={(severity) => fields.set({ severity: severity as Draft['severity'] })}
        data={options(SEVERITIES)}
      />
      <Textarea
        label={t('What happens, and what one needs for it')}
        description={t('Markdown is welcome.')}
        autosize
        minRows={4}
        maxRows={16}
        {...bind(fields, 'description')}
      />
      <Textarea
        label={t('Evidence')}
        description={t('Requests, answers, steps. Please mask passwords and personal data.')}
        autosize
        minRows={3}
        maxRows={16}
        {...bind(fields, 'evidence')}
      />
    </Group>
  );
}

export function WhereFields(fields: Fields) {
  const { draft, set } = fields;
  return (
    <Group title={t('Where')}>
      <div className={classes.place}>
        <Select
          label={t('Kind of place')}
          allowDeselect={false}
          value={draft.targetKind}
          onChange={(kind) => set({ targetKind: kind as Draft['targetKind'] })}
          data={options(TARGET_KINDS)}
        />
        <TextInput
          label={capitalised(draft.targetKind)}
          required
          placeholder={`e.g. ${EXAMPLE[draft.targetKind]}`}
          {...bind(fields, 'targetKey')}
        />
      </div>
      <div className={classes.line}>
        <TextInput label={t('File')} placeholder={t('e.g. src/coupon.ts')} {...bind(fields, 'path')} />
        <TextInput label={t('Line')} inputMode="numeric" {...bind(fields, 'line')} />
      </div>
      <TextInput label={t('Address')} placeholder="https://…" inputMode="url" {...bind(fields, 'url')} />
    </Group>
  );
}

export function HowFields(fields: Fields) {
  const { draft, set } = fields;
  return (
    <Group title={t('How it was found')}>
      <div className={classes.pair}>
        <Select
          label={t('Phase')}
          allowDeselect={false}
          value={draft.phase}
          onChange={(phase) => set({ phase: phase as Draft['phase'] })}
          data={options(PHASES)}
        />
        <TextInput label="CWE" placeholder="e.g. 79" inputMode="numeric" {...bind(fields, 'cwe')} />
        <TextInput
          label={t('Programme or test')}
          placeholder={t('e.g. spring penetration test')}
          {...bind(fields, 'source')}
        />
        <TextInput
          label={t('Its number there')}
          placeholder={t('e.g. PT-07')}
          {...bind(fields, 'externalId')}
        />
      </div>
    </Group>
  );
}

export function WhoFields(fields: Fields) {
  const { draft, set } = fields;
  return (
    <Group title={t('Who found it')}>
      <SegmentedControl
        aria-label={t('Who found it')}
        value={draft.finder}
        onChange={(finder) => set({ finder: finder as Draft['finder'] })}
        data={[
          { value: 'me', label: t('I did') },
          { value: 'other', label: t('Somebody else') },
        ]}
      />
      {draft.finder === 'other' && (
        <div className={classes.pair}>
          <TextInput label={t('Name')} required {...bind(fields, 'finderName')} />
          <TextInput
            label={t('How to reach them')}
            placeholder={t('mail or handle')}
            {...bind(fields, 'finderContact')}
          />
        </div>
      )}
    </Group>
  );
}
