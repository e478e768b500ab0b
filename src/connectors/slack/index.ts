import type { Connector } from '../connector.ts';
import { slackHooks } from './hooks.ts';
import { openMessages } from './messages.ts';
import { channelOf, type SlackSettings, slackSettings } from './settings.ts';
import { testSlack } from './test-connection.ts';

/** Slack, by an app with a bot token (chat:write, channels:history, users:read.email …). Source: Slack's Web API. */
export const connector: Connector<SlackSettings> = {
  id: 'slack',
  name: 'Slack',
  homePage: 'https://docs.slack.dev/reference/methods',
  settings: slackSettings,
  example: `# The channels of teams by their ids
channels:
  '#payments': C024BE91L
`,
  secrets: {
    token: 'The app: OAuth & Permissions, "Bot User OAuth Token", xoxb-…',
    signingSecret: 'The app: Basic Information, "Signing Secret"; for buttons and /lanekeeper',
  },
  test: testSlack,
  // Slack asks people to confirm their address, or takes it from the company's sign-in.
  vouchesForMail: () => true,
  hooks: slackHooks(),
  messages: {
    kind: 'chat',
    maxLength: 40_000,
    addressOf: channelOf,
    open: openMessages,
  },
};
