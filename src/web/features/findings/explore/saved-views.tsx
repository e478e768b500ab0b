import { Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { SavedView } from '../../../../contract/saved-views.ts';
import { asTexts, changeAView, keepAView, removeAView, viewsQuery } from '../../../api/explore.ts';
import { type FindingSearch, findingSearch } from '../../../routes/search.ts';
import { t } from '../../../texts/t.ts';
import { IconBook2, IconX } from '../../../ui/icons.ts';
import { ProblemState } from '../../../ui/states.tsx';
import { offerUndo } from '../../../ui/undo.tsx';
import classes from './explorer.module.css';

const inside = getRouteApi('/inside');

/** Flags come back as what they were. */
const searchOf = ({ search }: SavedView): FindingSearch =>
  findingSearch(
    Object.fromEntries(
      Object.entries(search).map(([name, value]) => [name, value === 'true' ? true : value]),
    ),
  );

/** A name for what is shown now, or another one for a view. */
function NameDialog({
  view,
  search,
  close,
}: {
  view: SavedView | null;
  search: FindingSearch;
  close: () => void;
}) {
  const { me } = inside.useRouteContext();
  const queries = useQueryClient();
  const [name, setName] = useState(view?.name ?? '');
  const [team, setTeam] = useState(view?.team?.key ?? null);
  const saving = useMutation({
    mutationFn: () =>
      view
        ? changeAView(view.id, { name, team })
        : keepAView({ page: 'findings', name, search: asTexts(search), team }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('Name')}
        required
        autoFocus
        data-autofocus
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {me.teams.map(({ key, name: teamName }) => (
        <Checkbox
          key={key}
          label={t('{teamName} sees it too', { teamName })}
          checked={team === key}
          onChange={(event) => setTeam(event.currentTarget.checked ? key : null)}
        />
      ))}
      {saving.error && <ProblemState error={saving.error} />}
      <div className={classes.buttons}>
        <Button type="submit" disabled={!name.trim()} loading={saving.isPending}>
          {t('Keep it')}
        </Button>
        <Button variant="subtle" color="gray" onClick={close}>
          {t('Not now')}
        </Button>
      </div>
    </form>
  );
}

interface Props {
  search: FindingSearch;
  show: (search: FindingSearch) => void;
}

/** Filters that somebody kept: one's own and those of one's teams. */
export function SavedViews({ search, show }: Props) {
  const queries = useQueryClient();
  const { data } = useQuery(viewsQuery);
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const removing = useMutation({
    mutationFn: (view: SavedView) => removeAView(view.id),
    onSuccess: (_, { page, name, search: kept, team }) => {
      void again();
      offerUndo(
        'view',
        t('“{name}” is removed.', { name }),
        () => void keepAView({ page, name, search: kept, team: team?.key ?? null }).then(again, again),
      );
    },
  });
  const views = data?.items ?? [];
  const current = views.find(
    (view) => JSON.stringify(asTexts(searchOf(view))) === JSON.stringify(asTexts(search)),
  );
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBook2 size={15} />}>
            {current?.name ?? t('Views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && (
            <Menu.Label>{t('What you filter often can be kept here by a name.')}</Menu.Label>
          )}
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => show(searchOf(view))}
              rightSection={
                view.team && <span className="quiet">{view.mine ? view.team.name : view.by}</span>
              }
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setNaming('new')}>{t('Keep what is shown now …')}</Menu.Item>
          {current?.mine && (
            <>
              <Menu.Item onClick={() => setNaming(current)}>
                {t('Rename or share “{name}” …', { name: current.name })}
              </Menu.Item>
              <Menu.Item leftSection={<IconX size={14} />} onClick={() => removing.mutate(current)}>
                {t('Remove “{name}”', { name: current.name })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={naming !== null}
        onClose={() => setNaming(null)}
        title={naming === 'new' ? t('Keep this view') : t('Rename or share')}
        centered
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {naming && (
          <NameDialog view={naming === 'new' ? null : naming} search={search} close={() => setNaming(null)} />
        )}
      </Modal>
    </>
  );
}
