import { Page, Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { PolicyTabs } from './policy-tabs.tsx';

/** How loud each rule may be, and why. */
export function TrustPage() {
  return (
    <Page
      title="Trust in rules"
      lead="How loud each rule may be in a pull request, and what people made of it."
    >
      <PolicyTabs />
      <Section title="Rules" silent>
        <EmptyState title="Rules look on until people have judged them.">
          What developers say of findings decides when a rule may comment.
        </EmptyState>
      </Section>
    </Page>
  );
}
