import { Page } from '../../ui/page.tsx';
import { AddPerson } from './add-person.tsx';
import { PeopleList } from './people-list.tsx';
import { Tokens } from './tokens.tsx';

export function PeoplePage() {
  return (
    <Page title="People and tokens" lead="Who may come in, and what machines may send.">
      <AddPerson />
      <PeopleList />
      <Tokens />
    </Page>
  );
}
