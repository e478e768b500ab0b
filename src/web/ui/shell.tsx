import { AppShell, Burger, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import type { Me } from '../../contract/access.ts';
import { t } from '../texts/t.ts';
import { IconPlus } from './icons.ts';
import { usePageKeys } from './keyboard.ts';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';

/** Few ask for it: it is loaded when somebody does. */
const KeyHelp = lazy(() => import('./key-help.tsx').then((file) => ({ default: file.KeyHelp })));

/** The frame around every page for those who are signed in: where one is, where one can go. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const [menu, { toggle, close }] = useDisclosure();
  const [help, helpWindow] = useDisclosure();
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });
  usePageKeys({ help: helpWindow.open, report: () => void navigate({ to: '/report' }) });
  // A page that was chosen from the menu should not stay behind it.
  const shownPath = useRef(path);
  useEffect(() => {
    if (shownPath.current !== path) close();
    shownPath.current = path;
  }, [path, close]);
  return (
    <AppShell
      padding={0}
      header={{ height: { base: 52, md: 0 } }}
      navbar={{ width: 224, breakpoint: 'md', collapsed: { mobile: !menu } }}
      classNames={{ navbar: classes.navbar, header: classes.header, main: classes.shellMain }}
    >
      <a href="#main" className={classes.skip}>
        {t('Skip to the page')}
      </a>
      <AppShell.Header hiddenFrom="md">
        <div className={classes.bar}>
          <Burger
            opened={menu}
            onClick={toggle}
            size="sm"
            aria-label={menu ? t('Close the menu') : t('Open the menu')}
          />
          <Link to="/" className={classes.brand}>
            <Mark />
            Lanekeeper
          </Link>
          <Button
            renderRoot={(props) => <Link to="/report" {...props} />}
            size="compact-sm"
            variant="default"
            ml="auto"
            leftSection={<IconPlus size={14} />}
          >
            {t('Report')}
          </Button>
        </div>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('Pages')}>
        <Navigation me={me} showKeys={helpWindow.open} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {children}
      </AppShell.Main>
      {help && (
        <Suspense>
          <KeyHelp opened onClose={helpWindow.close} />
        </Suspense>
      )}
    </AppShell>
  );
}
