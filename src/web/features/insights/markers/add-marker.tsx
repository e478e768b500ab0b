import { Autocomplete, Button, Modal, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { WriteMarker } from '../../../../contract/insights/markers.ts';
import { MARKER_KINDS } from '../../../../contract/insights/shared.ts';
import { removeAMarker, writeAMarker } from '../../../api/insights.ts';
import { t } from '../../../texts/t.ts';
import { capitalised } from '../../../ui/format.ts';
import { IconPlus } from '../../../ui/icons.ts';
import { useNow } from '../../../ui/now.ts';
import { ProblemState } from '../../../ui/states.tsx';
import { offerUndo } from '../../../ui/undo.tsx';
import { useInsights } from '../use-insights.ts';
import classes from './markers.module.css';
import { useMayMark } from './may-mark.ts';

const KINDS = MARKER_KINDS.map((value) => ({ value, label: capitalised(value) }));

function MarkerForm({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const { filter } = useInsights();
  const today = useNow().toISOString().slice(0, 10);
  const [title, setTitle] = useState('');
  const [at, setAt] = useState(today);
  const [kind, setKind] = useState<WriteMarker['kind']>('check');
  const [tool, setTool] = useState(filter.tool ?? '');
  const again = () => queries.invalidateQueries({ queryKey: ['insights'] });
  const writing = useMutation({
    mutationFn: () =>
      writeAMarker({
        title: title.trim(),
        at,
        kind,
        team: filter.team ?? null,
        unit: filter.unit ?? null,
        tool: tool.trim() || null,
      }),
    onSuccess: async ({ id }) => {
      close();
      await again();
      offerUndo(
        'marker',
        t('The mark stands on the trends.'),
        () => void removeAMarker(id).then(again, again),
      );
    },
  });
  const ready = title.trim() !== '' && at !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) writing.mutate();
  };
  const holds = filter.team ?? filter.unit;
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t('Add a mark')}>
      <TextInput
        label={t('What happened')}
        placeholder={t('Policy header live on all web services')}
        required
        data-autofocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <TextInput
          label={t('Day')}
          type="date"
          required
          max={today}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
        <Select
          label={t('Kind')}
          allowDeselect={false}
          value={kind}
          onChange={(value) => setKind(value as WriteMarker['kind'])}
          data={KINDS}
        />
      </div>
      <Autocomplete
        label={t('Tool it should change')}
        description={t('Leave it empty when it is about no single tool.')}
        value={tool}
        onChange={setTool}
      />
      <p className={classes.note}>
        {holds
          ? t('It will stand on the trends of {holds} and of all below.', { holds })
          : t('It will stand on everybody’s trends. Choose a unit or a team above for one that is theirs.')}
      </p>
      {writing.error && <ProblemState error={writing.error} />}
      <Button type="submit" disabled={!ready} loading={writing.isPending}>
        {t('Add the mark')}
      </Button>
    </form>
  );
}

/** A mark on all trends: what was changed on a day, so that its effect can be looked at later. */
export function AddMarker() {
  const [opened, { open, close }] = useDisclosure();
  if (!useMayMark()) return null;
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        fw={500}
        leftSection={<IconPlus size={13} />}
        onClick={open}
      >
        {t('Mark')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('Add a mark')}
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        <MarkerForm close={close} />
      </Modal>
    </>
  );
}
