import { SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent, ReactNode } from 'react';
import { TARGET_KINDS } from '../../../kernel/finding.ts';
import { PHASES } from '../../../kernel/phase.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
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
    <Group title="What is wrong">
      <TextInput
        label="In one line"
        required
        placeholder="e.g. a coupon can be used twice"
        {...bind(fields, 'title')}
      />
      <Select
        label="How bad"
        description="Your own view; the policy decides priority and date."
        allowDeselect={false}
        value={fields.draft.severity}
        onChange={(severity) => fields.set({ severity: severity as Draft['severity'] })}
        data={options(SEVERITIES)}
      />
      <Textarea
        label="What happens, and what one needs for it"
        description="Markdown is welcome."
        autosize
        minRows={4}
        maxRows={16}
        {...bind(fields, 'description')}
      />
      <Textarea
        label="Evidence"
        description="Requests, answers, steps. Please mask passwords and personal data."
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
    <Group title="Where">
      <div className={classes.place}>
        <Select
          label="Kind of place"
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
        <TextInput label="File" placeholder="e.g. src/coupon.ts" {...bind(fields, 'path')} />
        <TextInput label="Line" inputMode="numeric" {...bind(fields, 'line')} />
      </div>
      <TextInput label="Address" placeholder="https://…" inputMode="url" {...bind(fields, 'url')} />
    </Group>
  );
}

export function HowFields(fields: Fields) {
  const { draft, set } = fields;
  return (
    <Group title="How it was found">
      <div className={classes.pair}>
        <Select
          label="Phase"
          allowDeselect={false}
          value={draft.phase}
          onChange={(phase) => set({ phase: phase as Draft['phase'] })}
          data={options(PHASES)}
        />
        <TextInput label="CWE" placeholder="e.g. 79" inputMode="numeric" {...bind(fields, 'cwe')} />
        <TextInput
          label="Programme or test"
          placeholder="e.g. spring penetration test"
          {...bind(fields, 'source')}
        />
        <TextInput label="Its number there" placeholder="e.g. PT-07" {...bind(fields, 'externalId')} />
      </div>
    </Group>
  );
}

export function WhoFields(fields: Fields) {
  const { draft, set } = fields;
  return (
    <Group title="Who found it">
      <SegmentedControl
        aria-label="Who found it"
        value={draft.finder}
        onChange={(finder) => set({ finder: finder as Draft['finder'] })}
        data={[
          { value: 'me', label: 'I did' },
          { value: 'other', label: 'Somebody else' },
        ]}
      />
      {draft.finder === 'other' && (
        <div className={classes.pair}>
          <TextInput label="Name" required {...bind(fields, 'finderName')} />
          <TextInput
            label="How to reach them"
            placeholder="mail or handle"
            {...bind(fields, 'finderContact')}
          />
        </div>
      )}
    </Group>
  );
}
