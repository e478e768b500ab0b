import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Page } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { AddPerson } from './add-person.tsx';
import { PeopleList } from './people-list.tsx';
import { Tokens } from './tokens.tsx';

export function PeoplePage() {
  return (
    <Page
      title={t('People and tokens')}
      lead={
        <Say
          text="Who may come in, and what machines may send. <in>Identity providers</in>, <machines>programs and pipelines</machines>, <audit>audit trail</audit>"
          in={(words) => <TextLink to="/people/providers">{words}</TextLink>}
          machines={(words) => <TextLink to="/people/programs">{words}</TextLink>}
          audit={(words) => <TextLink to="/audit">{words}</TextLink>}
        />
      }
    >
      <AddPerson />
      <PeopleList />
      <Tokens />
    </Page>
  );
}
