import type { Observation, Rule } from '../../../kernel/observation.ts';
import type { ReadContext } from '../../reader.ts';
import { isRedacted, maskLine, maskSecrets, maskTokens } from '../mask.ts';
import type { SecretPlan } from './plan.ts';
import type { Told } from './told.ts';

/** The value where the report shows it. */
function valueIn(plan: SecretPlan, told: Told): string | undefined {
  const value = plan.value.text(told);
  return value === undefined || isRedacted(value) ? undefined : value;
}

/** Where the report shows the value it is hashed; wherever the value or something like it stands, it is masked. */
export function hideSecret(
  observation: Observation,
  plan: SecretPlan,
  told: Told,
  { hashSecret }: ReadContext,
): void {
  const value = valueIn(plan, told);
  const verified = plan.verified.flag(told);
  observation.secret = {
    ...(value !== undefined && { hash: hashSecret(value) }),
    ...(verified !== undefined && { verified }),
  };
  const mask = (text: string) => maskSecrets(text, value);
  const { place, message, remediation, tags, references } = observation;
  if (place.snippet !== undefined) place.snippet = maskLine(mask(place.snippet));
  if (message !== undefined) observation.message = maskTokens(mask(message));
  if (remediation !== undefined) observation.remediation = maskTokens(mask(remediation));
  observation.title = maskTokens(mask(observation.title));
  if (observation.told?.reason !== undefined)
    observation.told = { ...observation.told, reason: maskTokens(mask(observation.told.reason)) };
  if (tags) observation.tags = tags.map(mask);
  // A masked address leads nowhere.
  if (references && value !== undefined)
    observation.references = references.filter((reference) => !reference.includes(value));
}

/** Some tools explain the rule with what they found by it. */
export function hideInRule(rule: Rule, plan: SecretPlan, told: Told): Rule {
  const value = valueIn(plan, told);
  const mask = (text: string | undefined) => text && maskTokens(maskSecrets(text, value));
  return { ...rule, name: mask(rule.name), description: mask(rule.description), help: mask(rule.help) };
}
