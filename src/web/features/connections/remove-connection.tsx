import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '../../../contract/connections.ts';
import { removeConnection } from '../../api/connections.ts';
import { t } from '../../texts/t.ts';

/** Asks once more: what was filed there stays there, but is not told any more. */
export function RemoveConnection({ connection, removed }: { connection: Connection; removed: () => void }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const removing = useMutation({
    mutationFn: () => removeConnection(connection.key),
    onSuccess: async () => {
      removed();
      await queries.invalidateQueries({ queryKey: ['connections'] });
    },
  });
  return (
    <Button
      variant="subtle"
      color="gray"
      loading={removing.isPending}
      onClick={() => (sure ? removing.mutate() : setSure(true))}
      onBlur={() => setSure(false)}
      title={t('What was filed there stays there; nothing more is told')}
    >
      {removing.error ? t('Try again') : sure ? t('Yes, remove it') : t('Remove')}
    </Button>
  );
}
