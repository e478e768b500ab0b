import { Button, CopyButton, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me } from '../../../contract/access.ts';
import type { MadePublication, Publication, PublicationKind } from '../../../contract/publications.ts';
import { meQuery } from '../../api/access.ts';
import { publicationsQuery, publish, withdraw } from '../../api/outward.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Day } from '../../ui/time.tsx';
import classes from './publications.module.css';

const KINDS: { value: PublicationKind; label: string }[] = [
  { value: 'badge', label: t('Badge') },
  { value: 'frame', label: t('Frame') },
  { value: 'wall', label: t('Wall') },
];
const kindName = (kind: PublicationKind) => KINDS.find(({ value }) => value === kind)!.label;

interface TeamName {
  key: string;
  name: string;
}

/** What is to be copied is told once: the server keeps only its hash. */
function Made({ made, done }: { made: MadePublication; done: () => void }) {
  return (
    <output className={classes.made}>
      <p>{t('{kind} made. Copy this now: it is shown only once.', { kind: kindName(made.kind) })}</p>
      <code>{made.snippet}</code>
      <div className={classes.buttons}>
        <CopyButton value={made.snippet}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy}>
              {copied ? t('Copied') : t('Copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={done}>
          {t('I have it')}
        </Button>
      </div>
    </output>
  );
}

function Make({ team, made }: { team: TeamName; made: (it: MadePublication) => void }) {
  const [kind, setKind] = useState<PublicationKind>('badge');
  const [title, setTitle] = useState(t('{name} security', { name: team.name }));
  const [pages, setPages] = useState('');
  const framedBy = kind === 'frame' ? pages.split(/[\s,]+/).filter(Boolean) : [];
  const make = useMutation({
    mutationFn: () => publish(team.key, { kind, title, framedBy }),
    onSuccess: made,
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Select
        label={t('Kind')}
        size="xs"
        allowDeselect={false}
        value={kind}
        onChange={(value) => setKind(value as PublicationKind)}
        data={KINDS}
      />
      <TextInput
        label={t('Title')}
        size="xs"
        required
        maxLength={100}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {kind === 'frame' && (
        <TextInput
          label={t('Pages that may show it')}
          size="xs"
          required
          placeholder="https://wiki.example.com"
          value={pages}
          onChange={(event) => setPages(event.currentTarget.value)}
        />
      )}
      <Button type="submit" size="xs" variant="default" loading={make.isPending}>
        {t('Make it')}
      </Button>
      {make.error && <ProblemState error={make.error} />}
    </form>
  );
}

function Row({ team, one, may }: { team: TeamName; one: Publication; may: boolean }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => withdraw(team.key, one.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['publications', team.key] }),
  });
  return (
    <li>
      <span className={classes.words}>
        {kindName(one.kind)}: {one.title}
        <span className={classes.under}>
          <Say text="since {day}" day={<Day at={one.createdAt} />} />
          {one.framedBy.length > 0 && `, ${t('on {places}', { places: one.framedBy.join(', ') })}`}
        </span>
      </span>
      {may && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('Withdraw')}
        </Button>
      )}
    </li>
  );
}

/** Security everywhere; who speaks for a team, for that team. The server decides; this only shows what it would allow. */
const answersFor = ({ roles, teams }: Me, team: string): boolean =>
  roles.some((role) => role === 'security' || role === 'admin') ||
  teams.some(({ key, role }) => key === team && role !== 'developer');

/** What faces outward of a team: its wall, badges and frames; who answers for the team makes and withdraws them. */
export function TeamPublications({ team }: { team: TeamName }) {
  const client = useQueryClient();
  const query = useQuery(publicationsQuery(team.key));
  const me = useQuery(meQuery).data;
  const [made, setMade] = useState<MadePublication | null>(null);
  const mayMake = me !== undefined && answersFor(me, team.key);
  return (
    <Section
      title={t('Wall, badge, frame')}
      action={
        <TextLink to="/wall" search={{ team: team.key }}>
          {t('Open the wall')}
        </TextLink>
      }
    >
      <Padded>
        <Answered query={query} waiting={<TableSkeleton rows={1} />}>
          {({ items }) => (
            <>
              {items.length === 0 && <p className="quiet">{t('Nothing of this team faces outward.')}</p>}
              <ul className={classes.list}>
                {items.map((one) => (
                  <Row key={one.id} team={team} one={one} may={mayMake} />
                ))}
              </ul>
            </>
          )}
        </Answered>
        {made && <Made made={made} done={() => setMade(null)} />}
        {mayMake && !made && (
          <details className={classes.more}>
            <summary>{t('Publish numbers of this team')}</summary>
            <p className="quiet">
              {t(
                'Counts only: no titles, no names. A badge and a frame are for pages; a wall is for a screen without sign-in.',
              )}
            </p>
            <Make
              team={team}
              made={(it) => {
                setMade(it);
                void client.invalidateQueries({ queryKey: ['publications', team.key] });
              }}
            />
          </details>
        )}
      </Padded>
    </Section>
  );
}
