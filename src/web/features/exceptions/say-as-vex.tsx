import { Button, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { sayAsVex } from '../../api/vex.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import classes from './ask-dialog.module.css';

/** "Say it as VEX": what is affected, not affected and fixed in a repository, for those who use what it makes. */
export function SayAsVex() {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="sm" variant="default" onClick={open}>
        {t('Say it as VEX')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('Say it as VEX')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        <SayForm close={close} />
      </Modal>
    </>
  );
}

function SayForm({ close }: { close: () => void }) {
  const [repository, setRepository] = useState('');
  const saying = useMutation({
    mutationFn: sayAsVex,
    onSuccess: (file, of) => {
      save(file, `${of.replace(/[^\w.-]+/g, '-')}.openvex.json`);
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saying.mutate(repository.trim());
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('Repository')}
        description={t(
          'An OpenVEX document: which known vulnerabilities affect it, which do not and why, and which are fixed.',
        )}
        placeholder={t('e.g. acme/checkout')}
        required
        maxLength={500}
        value={repository}
        onChange={(event) => setRepository(event.currentTarget.value)}
      />
      {saying.error && <ProblemState error={saying.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={repository.trim() === ''} loading={saying.isPending}>
          {t('Download')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
