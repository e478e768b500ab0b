import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { t } from '../../texts/t.ts';
import { Padded, Section } from '../../ui/page.tsx';
import type { AboutSearch } from './about.ts';

const inside = getRouteApi('/inside');

/** On whatever somebody may want to ask about: the way to the form that knows it already. */
export function AskSecurity({ about }: { about: AboutSearch }) {
  const { me } = inside.useRouteContext();
  const ofSecurity = me.roles.some((role) => role === 'security' || role === 'partner');
  return (
    <Section title={t('Questions?')}>
      <Padded>
        <Button renderRoot={(props) => <Link to="/asks/new" search={about} {...props} />} variant="default">
          {ofSecurity ? t('Ask the team') : t('Ask security')}
        </Button>
      </Padded>
    </Section>
  );
}
