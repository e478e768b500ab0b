import { Button, Menu } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { z } from 'zod';
import type { addOverride } from '../../../contract/overrides.ts';
import { t } from '../../texts/t.ts';
import { useTakeOver } from './use-moving.ts';

const inside = getRouteApi('/inside');

type Place = Omit<z.input<typeof addOverride>, 'team' | 'reason'>;

interface Props {
  place: Place;
  /** A team that need not take what it has. */
  except?: string | undefined;
  size?: 'compact-sm' | 'sm';
}

/** One click: my team owns this from now on. Who is in several teams says which. */
export function TakeOver({ place, except, size = 'sm' }: Props) {
  const { me } = inside.useRouteContext();
  const taking = useTakeOver();
  const teams = me.teams.filter(({ key }) => key !== except);
  const take = (team: string) =>
    taking.mutate({ ...place, team, reason: t('Taken on the page by {name}.', { name: me.name }) });
  const [only, ...others] = teams;
  if (!only) return null;
  const button = { size, variant: 'default', loading: taking.isPending } as const;
  return (
    <div>
      {others.length === 0 ? (
        <Button {...button} title={t('For {name}', { name: only.name })} onClick={() => take(only.key)}>
          {t('This is ours')}
        </Button>
      ) : (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button {...button}>{t('This is ours')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('For which team?')}</Menu.Label>
            {teams.map(({ key, name }) => (
              <Menu.Item key={key} onClick={() => take(key)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {taking.error && (
        <p role="alert" className="quiet">
          {taking.error.message}
        </p>
      )}
    </div>
  );
}
