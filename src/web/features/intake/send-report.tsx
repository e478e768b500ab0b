import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, type FormEvent, useState } from 'react';
import { sendReport } from '../../api/scans.ts';
import { t } from '../../texts/t.ts';
import { bytes } from '../../ui/format.ts';
import { ProblemState } from '../../ui/states.tsx';
import classes from './scans-page.module.css';

/** A file, dropped or chosen. */
function DropFile({ file, take }: { file: File | null; take: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) take(dropped);
  };
  return (
    <label
      className={classes.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        aria-label={t('Report file')}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) take(chosen);
        }}
      />
      {file ? (
        <>
          <strong>{file.name}</strong>
          <span>{t('{size}. Drop or choose another one to change it.', { size: bytes(file.size) })}</span>
        </>
      ) : (
        <>
          <strong>{t('Drop a report here')}</strong>
          <span>{t('or click to choose it. The tool is recognised by its content.')}</span>
        </>
      )}
    </label>
  );
}

/** Takes in a report by hand; pipelines use the command line for the same. */
export function SendReport({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [repository, setRepository] = useState('');
  const [branch, setBranch] = useState('');
  const [commit, setCommit] = useState('');
  const sending = useMutation({
    mutationFn: (report: File) =>
      sendReport(report, {
        repository: repository.trim(),
        branch: branch.trim() || undefined,
        commit: commit.trim() || undefined,
        fileName: report.name,
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['scans'] });
      await navigate({ to: '/scans/$scanId', params: { scanId: id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file && repository.trim()) sending.mutate(file);
  };
  return (
    <form className={classes.send} onSubmit={submit} aria-label={t('Send a report')}>
      <DropFile file={file} take={setFile} />
      <div className={classes.fields}>
        <TextInput
          label={t('Repository')}
          required
          placeholder={t('e.g. acme/checkout')}
          value={repository}
          onChange={(event) => setRepository(event.currentTarget.value)}
        />
        <TextInput
          label={t('Branch')}
          placeholder={t('the default one')}
          value={branch}
          onChange={(event) => setBranch(event.currentTarget.value)}
        />
        <TextInput
          label={t('Commit')}
          value={commit}
          onChange={(event) => setCommit(event.currentTarget.value)}
        />
      </div>
      {sending.error && <ProblemState error={sending.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!file || !repository.trim()} loading={sending.isPending}>
          {t('Send')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('Close')}
        </Button>
      </div>
    </form>
  );
}
