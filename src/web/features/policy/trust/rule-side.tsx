import type { RuleDetail } from '../../../../contract/trust.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { number } from '../../../ui/format.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { channelWords, hourWords, labelWords } from './trust-words.ts';

/** What was counted and what it costs; what to expect of its tool. */
export function RuleSide({ rule }: { rule: RuleDetail }) {
  const { expect, channels, cost } = rule;
  return (
    <>
      <Section title="Counted" note={`Last ${rule.windowDays} days`}>
        <Padded>
          <Facts
            facts={[
              ['Labels', labelWords(rule.labels)],
              ...channels.map((channel) => [channelWords(channel.channel), labelWords(channel)] as const),
              [
                'Asked of developers',
                cost.asked > 0 && `${number(cost.asked)} findings, ${hourWords(cost.hours)}`,
              ],
              ['In vain', cost.wastedHours > 0 && hourWords(cost.wastedHours)],
              ['Open findings', number(rule.openFindings)],
              [
                'Rule',
                <span key="rule" className="mono">
                  <Breakable text={rule.rule} />
                </span>,
              ],
            ]}
          />
        </Padded>
      </Section>
      {expect && (
        <Section title={`What to expect of ${expect.name}`}>
          <Padded>
            <Facts
              facts={[
                ['Good at', expect.goodAt],
                ['Misses', expect.misses],
                ['Noise', expect.noise],
                [
                  'All its rules',
                  <TextLink key="all" to="/policy/trust" search={{ tool: rule.tool }}>
                    {rule.tool}
                  </TextLink>,
                ],
              ]}
            />
          </Padded>
        </Section>
      )}
    </>
  );
}
