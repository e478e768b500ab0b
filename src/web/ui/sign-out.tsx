import { ActionIcon, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { signOut } from '../api/access.ts';
import { t } from '../texts/t.ts';
import { IconLogout } from './icons.ts';

export function SignOut() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leaving = useMutation({
    mutationFn: signOut,
    onSettled: async () => {
      queries.clear();
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <Tooltip label={t('Sign out')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('Sign out')}
        loading={leaving.isPending}
        onClick={() => leaving.mutate()}
      >
        <IconLogout size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
