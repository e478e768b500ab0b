import { Button, Modal, SegmentedControl, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type GiveGrant, GRANTED_ROLES, type Grant } from '../../../contract/grants.ts';
import { giveAGrant, grantsQuery, takeAGrant } from '../../api/grants.ts';
import { teamsQuery } from '../../api/insight.ts';
import { unitsQuery } from '../../api/insights.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { ProblemState, TextSkeleton } from '../../ui/states.tsx';
import classes from './programs.module.css';

interface Who {
  id: string;
  name: string;
}

/** What a person may for a team, or for a unit with all below it; beside the roles that hold everywhere. */
export function PersonGrants({ person, close }: { person: Who; close: () => void }) {
  const query = useQuery(grantsQuery(person.id));
  return (
    <Modal
      opened
      onClose={close}
      title={t('{name}: roles for a team or a unit', { name: person.name })}
      size="lg"
    >
      <p className={classes.words}>
        {t(
          'These hold for that team, or for that unit and all below it. Members, managers, champions and partners have their role in their own team anyway.',
        )}
      </p>
      <Answered query={query} waiting={<TextSkeleton lines={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.none}>{t('None so far.')}</p>
          ) : (
            <ul className={classes.grants}>
              {items.map((grant) => (
                <GrantLine key={grant.id} grant={grant} />
              ))}
            </ul>
          )
        }
      </Answered>
      <GiveForm person={person} />
    </Modal>
  );
}

function GrantLine({ grant }: { grant: Grant }) {
  const queries = useQueryClient();
  const taking = useMutation({
    mutationFn: () => takeAGrant(grant.person.id, grant.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['grants'] }),
  });
  const place = grant.team ? grant.team.name : t('{name} and all below', { name: grant.unit?.name });
  return (
    <li>
      <span>
        <Say
          text="<b>{role}</b> for {place}"
          b={(words) => <strong>{words}</strong>}
          role={grant.role}
          place={place}
        />
        {grant.origin !== 'hand' && (
          <span className="quiet"> {t('(from {origin} at sign-in)', { origin: grant.origin })}</span>
        )}
      </span>
      {grant.origin === 'hand' && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('Take away: {role} for {place}', { role: grant.role, place })}
          loading={taking.isPending}
          onClick={() => taking.mutate()}
        >
          {t('Take away')}
        </Button>
      )}
      {taking.error && <ProblemState error={taking.error} />}
    </li>
  );
}

function GiveForm({ person }: { person: Who }) {
  const queries = useQueryClient();
  const teams = useQuery(teamsQuery);
  const units = useQuery(unitsQuery);
  const [role, setRole] = useState<string | null>('champion');
  const [kind, setKind] = useState<'team' | 'unit'>('team');
  const [place, setPlace] = useState<string | null>(null);
  const giving = useMutation({
    mutationFn: () => giveAGrant(person.id, { role, [kind]: place } as GiveGrant),
    onSuccess: async () => {
      setPlace(null);
      await queries.invalidateQueries({ queryKey: ['grants'] });
    },
  });
  const places = (kind === 'team' ? teams.data?.items : units.data?.items) ?? [];
  return (
    <form
      className={classes.give}
      aria-label={t('Give a role')}
      onSubmit={(event) => {
        event.preventDefault();
        giving.mutate();
      }}
    >
      <Select label={t('Role')} value={role} onChange={setRole} data={GRANTED_ROLES} allowDeselect={false} />
      <SegmentedControl
        aria-label={t('For a team or a unit')}
        value={kind}
        onChange={(value) => {
          setKind(value as 'team' | 'unit');
          setPlace(null);
        }}
        data={[
          { value: 'team', label: t('Team') },
          { value: 'unit', label: t('Unit') },
        ]}
      />
      <Select
        label={kind === 'team' ? t('Team') : t('Unit and all below')}
        searchable
        value={place}
        onChange={setPlace}
        placeholder={t('Choose')}
        data={places.map(({ key, name }) => ({ value: key, label: name }))}
      />
      <Button type="submit" disabled={!role || !place} loading={giving.isPending}>
        {t('Give')}
      </Button>
      {giving.error && <ProblemState error={giving.error} />}
    </form>
  );
}
