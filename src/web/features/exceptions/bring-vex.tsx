import { Button, FileInput, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { VexImported } from '../../../contract/vex.ts';
import { bringVex } from '../../api/vex.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import classes from './ask-dialog.module.css';
import { useShowAgain } from './use-exceptions.ts';
import { importedWords, vexFileOf } from './vex-words.ts';

/** "Bring a VEX document": what a maker or a colleague states as not affected holds here, too. */
export function BringVex() {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="sm" variant="default" onClick={open}>
        {t('Bring a VEX document')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('Bring a VEX document')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        <BringForm close={close} />
      </Modal>
    </>
  );
}

function Changed({ imported, close }: { imported: VexImported; close: () => void }) {
  return (
    <div className={classes.form}>
      <div className={classes.extent} role="status">
        {importedWords(imported).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <div className={classes.buttons}>
        <Button onClick={close}>{t('Done')}</Button>
      </div>
    </div>
  );
}

function BringForm({ close }: { close: () => void }) {
  const showAgain = useShowAgain();
  const [file, setFile] = useState<File | null>(null);
  const [document, setDocument] = useState<object | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [name, setName] = useState('');
  const bringing = useMutation({
    mutationFn: (chosen: object) => bringVex(name.trim(), chosen),
    onSettled: showAgain,
  });
  const choose = async (chosen: File | null) => {
    bringing.reset();
    setFile(chosen);
    setDocument(null);
    setProblem(null);
    if (chosen === null) return;
    const read = vexFileOf(chosen.name, await chosen.text());
    if ('problem' in read) return setProblem(read.problem);
    setDocument(read.document);
    setName(read.name);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (document) bringing.mutate(document);
  };
  if (bringing.data) return <Changed imported={bringing.data} close={close} />;
  return (
    <form onSubmit={submit} className={classes.form}>
      <FileInput
        label={t('Document')}
        description={t(
          'OpenVEX, CycloneDX or CSAF, as JSON. What it says is not affected is excepted wherever that package is found, in your name.',
        )}
        placeholder={t('Choose a file')}
        required
        clearable
        clearButtonProps={{ 'aria-label': t('Take it away') }}
        value={file}
        onChange={(chosen) => void choose(chosen)}
        error={problem}
      />
      <TextInput
        label={t('Name')}
        description={t(
          'A later document of this name replaces this one: what it no longer says is open again.',
        )}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {bringing.error && <ProblemState error={bringing.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!document || name.trim() === ''} loading={bringing.isPending}>
          {t('Bring it')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}
