import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Place, resolveQuery } from '../../api/ownership.ts';
import { t } from '../../texts/t.ts';
import { IconSearch } from '../../ui/icons.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import classes from './owner-resolver.module.css';
import { ResolvedOwner } from './resolved-owner.tsx';

/** `image:registry.example/shop:1`, `host:db.example`: what is no path says of what kind it is. */
const RESOURCE = /^[a-z][a-z-]+:.+/;

const placeOf = (where: string, path: string): Place | null => {
  if (where === '') return null;
  if (RESOURCE.test(where)) return { resource: where };
  return { repository: where, path: path === '' ? undefined : path };
};

interface Props {
  /** As the address says; it can be sent to somebody. */
  asked: { where?: string | undefined; path?: string | undefined };
  ask: (asked: { where?: string | undefined; path?: string | undefined }) => void;
}

/** Type a repository and a path: who owns it, and why. */
export function OwnerResolver({ asked, ask }: Props) {
  const [where, setWhere] = useState(asked.where ?? '');
  const [path, setPath] = useState(asked.path ?? '');
  const place = placeOf(asked.where ?? '', asked.path ?? '');
  const query = useQuery({ ...resolveQuery(place ?? { repository: '' }), enabled: place !== null });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask({ where: where.trim() || undefined, path: path.trim() || undefined });
  };
  return (
    <Section title={t('Whose is it?')} note={t('A repository and a path, or an image, host or account')}>
      <Padded>
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label={t('Repository or resource')}
            placeholder={t('acme/checkout, or image:registry.example/shop')}
            value={where}
            onChange={(event) => setWhere(event.currentTarget.value)}
            className={classes.field}
          />
          <TextInput
            label={t('Path')}
            placeholder={t('services/ledger/src/main.ts')}
            value={path}
            disabled={RESOURCE.test(where)}
            onChange={(event) => setPath(event.currentTarget.value)}
            className={classes.field}
          />
          <Button type="submit" leftSection={<IconSearch size={15} />} loading={query.isFetching}>
            {t('Ask')}
          </Button>
        </form>
        {place && query.error && <ProblemState error={query.error} />}
        {place && query.data && !query.error && <ResolvedOwner answer={query.data} />}
      </Padded>
    </Section>
  );
}
