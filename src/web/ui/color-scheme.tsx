import { ActionIcon, type MantineColorScheme, Tooltip, useMantineColorScheme } from '@mantine/core';
import { t } from '../texts/t.ts';
import { IconDeviceDesktop, IconMoon, IconSun } from './icons.ts';

const NEXT: Record<MantineColorScheme, MantineColorScheme> = { auto: 'light', light: 'dark', dark: 'auto' };
const NAME: Record<MantineColorScheme, string> = { auto: t('as the system'), light: 'light', dark: 'dark' };
const SIGN = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };

/** Light, dark or as the system; the choice stays in this browser. */
export function ColorScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Sign = SIGN[colorScheme];
  const next = NEXT[colorScheme];
  return (
    <Tooltip label={t('Colours: {colorScheme}', { colorScheme: NAME[colorScheme] })}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('Colours: {colorScheme}. Change to {next}', {
          colorScheme: NAME[colorScheme],
          next: NAME[next],
        })}
        onClick={() => setColorScheme(next)}
      >
        <Sign size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
