import type { MessageButton } from '../connector.ts';
import type { SlackSection } from '../kit/markup/mrkdwn.ts';

/** "Reference: blocks": at most 50 in a message. */
const MAX_BLOCKS = 50;
/** "Block elements: button": 75 characters on it, 2000 in its value. */
const LABEL_LENGTH = 75;
const VALUE_LENGTH = 2000;
/** "Block Kit: actions": 25 elements. */
const MAX_BUTTONS = 25;

/** By it a press is known to be of one of our buttons. */
const OURS = 'lanekeeper';

interface Button {
  type: 'button';
  action_id: string;
  text: { type: 'plain_text'; text: string; emoji: false };
  value: string;
}

/** A message in Block Kit. What is too long for 50 blocks ends with a word about it. Pure. */
export function blocksOf(sections: readonly SlackSection[], buttons: readonly MessageButton[]) {
  const room = MAX_BLOCKS - (buttons.length > 0 ? 1 : 0);
  const shown = sections.length > room ? [...sections.slice(0, room - 1), MORE] : sections;
  if (buttons.length === 0) return shown;
  const elements = buttons.slice(0, MAX_BUTTONS).map(
    ({ action, label, value }, index): Button => ({
      type: 'button',
      action_id: `${OURS}:${action}:${index}`,
      text: { type: 'plain_text', text: label.slice(0, LABEL_LENGTH), emoji: false },
      value: value.slice(0, VALUE_LENGTH),
    }),
  );
  return [...shown, { type: 'actions', elements }];
}

const MORE: SlackSection = {
  type: 'section',
  text: { type: 'mrkdwn', text: '… and more, on the page.', verbatim: true },
};

/** Which of our buttons it was; null for another app's. */
export function actionOf(actionId: string): string | null {
  const [ours, action] = actionId.split(':');
  return ours === OURS && action ? action : null;
}
