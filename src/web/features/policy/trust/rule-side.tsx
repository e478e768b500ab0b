import type { RuleDetail } from '../../../../contract/trust.ts';
import { t } from '../../../texts/t.ts';
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
      <Section title={t('Counted')} note={t('Last {windowDays} days', { windowDays: rule.windowDays })}>
        <Padded>
          <Facts
            facts={[
              [t('Labels'), labelWords(rule.labels)],
              ...channels.map((channel) => [channelWords(channel.channel), labelWords(channel)] as const),
              [
                t('Asked of developers'),
                cost.asked > 0 &&
                  t('{asked, number} findings, {hours}', { asked: cost.asked, hours: hourWords(cost.hours) }),
              ],
              [t('In vain'), cost.wastedHours > 0 && hourWords(cost.wastedHours)],
              [t('Open findings'), number(rule.openFindings)],
              [
                t('Rule'),
                <span key="rule" className="mono">
                  <Breakable text={rule.rule} />
                </span>,
              ],
            ]}
          />
        </Padded>
      </Section>
      {expect && (
        <Section title={t('What to expect of {name}', { name: expect.name })}>
          <Padded>
            <Facts
              facts={[
                [t('Good at'), expect.goodAt],
                [t('Misses'), expect.misses],
                [t('Noise'), expect.noise],
                [
                  t('All its rules'),
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
