import { type Form, valueUnder, wordOf } from './form.ts';
import { describe, type Path, Reading } from './reading.ts';
import { lifecycleOf } from './terms.ts';

/** Words of repostatus.org that name no stage of ours by themselves. */
const SUSPENDED = 'suspended';

/**
 * `security-insights.yml`, version 2, at the root or in `.github/`: its champions, when people last reviewed it,
 * and whether a bug bounty covers the project. It names people and no team, so it owns nothing.
 * @see github.com/ossf/security-insights, "Security Insights Specification 2.x"
 */
export const securityInsights: Form = {
  name: 'SECURITY-INSIGHTS',
  step: 'catalogue',
  isFile: (path) => /^(\.github\/|\.gitlab\/)?security-insights\.ya?ml$/i.test(path),
  recognises: (value) => /^2(\.|$)/.test(wordOf(valueUnder(value, 'header'), 'schema-version')),
  read({ path: file, folder, trees }) {
    const reading = new Reading(file, trees[0]!);
    const reporting: Path = ['project', 'vulnerability-reporting'];
    const bounty = reading.at([...reporting, 'bug-bounty-available']);
    const status = reading.text(['repository', 'status']);
    const reviewed = reading.text(['header', 'last-reviewed']);
    const descriptor = describe(
      {
        form: 'SECURITY-INSIGHTS',
        file,
        folder,
        champions: reading.each(
          ['repository', 'security', 'champions'],
          (item) => reading.text([...item, 'email']) ?? reading.text([...item, 'name']),
        ),
        reviewed: reviewed !== null && /^\d{4}-\d{2}-\d{2}$/.test(reviewed) ? reviewed : null,
      },
      {
        title: reading.text(['project', 'name']),
        lifecycle: status === SUSPENDED ? 'experimental' : lifecycleOf(status),
        // What is in scope there are kinds of weaknesses, not addresses.
        bugBounty: typeof bounty === 'boolean' ? { inScope: bounty, assets: [] } : null,
      },
    );
    return { descriptors: [descriptor], problems: reading.problems };
  },
};
