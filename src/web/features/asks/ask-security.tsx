import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Padded, Section } from '../../ui/page.tsx';
import type { AboutSearch } from './about.ts';

/** On whatever somebody may want to ask about: the way to the form that knows it already. */
export function AskSecurity({ about }: { about: AboutSearch }) {
  return (
    <Section title="Questions?">
      <Padded>
        <Button renderRoot={(props) => <Link to="/asks/new" search={about} {...props} />} variant="default">
          Ask security
        </Button>
      </Padded>
    </Section>
  );
}
