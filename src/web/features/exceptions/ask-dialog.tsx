import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { t } from '../../texts/t.ts';
import { type Askable, AskForm } from './ask-form.tsx';

/** "Ask for an exception": what kind, how much of it, why and until when. */
export function AskDialog({ title, ...askable }: Askable & { title: string }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="sm" variant="default" onClick={open}>
        {t('Ask for an exception')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('Exception: {title}', { title })}
        size="lg"
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        <AskForm {...askable} close={close} />
      </Modal>
    </>
  );
}
