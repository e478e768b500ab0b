import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Me } from '../../contract/access.ts';
import { waitingQuery } from '../api/exceptions.ts';
import { t } from '../texts/t.ts';
import { ColorScheme } from './color-scheme.tsx';
import {
  IconBook2,
  IconBuilding,
  IconChartHistogram,
  IconCircleCheck,
  IconFileUpload,
  IconHome,
  IconKey,
  IconMessages,
  IconPlugConnected,
  IconPlus,
  IconQuestionMark,
  IconRadar2,
  IconShieldCheck,
  IconSitemap,
  IconTicket,
  IconUserQuestion,
  IconUsersGroup,
} from './icons.ts';
import { Mark } from './mark.tsx';
import classes from './shell.module.css';
import { SignOut } from './sign-out.tsx';

interface ItemProps {
  icon: ReactNode;
  children: string;
  /** How much waits there for the reader. */
  count?: number | undefined;
  /** Another address that belongs to it. */
  also?: string;
}

function Item({ icon, children, count = 0, also, ...link }: LinkProps & ItemProps) {
  const isThere = useLocation({ select: ({ pathname }) => pathname === also });
  return (
    <Link
      {...link}
      className={isThere ? `${classes.item} ${classes.active}` : classes.item}
      activeProps={{ className: classes.active, 'aria-current': 'page' }}
    >
      {icon}
      {children}
      {count > 0 && (
        <span className={classes.count} title={t('{count} wait for you', { count })}>
          {count}
        </span>
      )}
    </Link>
  );
}

const SIZE = { size: 17, stroke: 1.7, 'aria-hidden': true } as const;

export function Navigation({ me, showKeys }: { me: Me; showKeys: () => void }) {
  const waiting = useQuery(waitingQuery);
  const operates = me.roles.includes('admin') || me.roles.includes('security');
  return (
    <div className={classes.nav}>
      <Link to="/" className={classes.brand}>
        <Mark />
        Lanekeeper
      </Link>
      <Button
        renderRoot={(props) => <Link to="/report" {...props} />}
        variant="default"
        size="sm"
        fullWidth
        className={classes.report}
        leftSection={<IconPlus size={15} />}
      >
        {t('Report a finding')}
      </Button>
      <Item to="/" activeOptions={{ exact: true }} icon={<IconHome {...SIZE} />}>
        {t('Home')}
      </Item>
      <Item to="/company" also="/units" icon={<IconBuilding {...SIZE} />}>
        {t('Company')}
      </Item>
      <Item to="/tickets" icon={<IconTicket {...SIZE} />}>
        {t('Tickets')}
      </Item>
      <Item to="/asks" icon={<IconMessages {...SIZE} />}>
        {t('Asks')}
      </Item>
      <Item to="/findings" icon={<IconRadar2 {...SIZE} />}>
        {t('Findings')}
      </Item>
      <Item to="/insights" icon={<IconChartHistogram {...SIZE} />}>
        {t('Insights')}
      </Item>
      <Item to="/ownership" icon={<IconSitemap {...SIZE} />}>
        {t('Ownership')}
      </Item>
      <Item to="/unowned" icon={<IconUserQuestion {...SIZE} />}>
        {t('Without an owner')}
      </Item>
      <Item to="/exceptions" icon={<IconShieldCheck {...SIZE} />} count={waiting.data?.waiting}>
        {t('Exceptions')}
      </Item>
      <Item to="/teams" icon={<IconUsersGroup {...SIZE} />}>
        {t('Teams')}
      </Item>
      <Item to="/scans" icon={<IconFileUpload {...SIZE} />}>
        {t('Scans')}
      </Item>
      <Item to="/policy" icon={<IconBook2 {...SIZE} />}>
        {t('Policy')}
      </Item>
      <Item to="/standard" icon={<IconCircleCheck {...SIZE} />}>
        {t('The standard')}
      </Item>
      {operates && (
        <Item to="/connections" also="/deliveries" icon={<IconPlugConnected {...SIZE} />}>
          {t('Connections')}
        </Item>
      )}
      {operates && (
        <Item to="/people" icon={<IconKey {...SIZE} />}>
          {t('People and tokens')}
        </Item>
      )}
      {me.teams.length > 0 && (
        <>
          <p className={classes.group}>{t('Your teams')}</p>
          {me.teams.map((team) => (
            <Item
              key={team.key}
              to="/teams/$teamKey"
              params={{ teamKey: team.key }}
              icon={<span className={classes.dot} aria-hidden="true" />}
            >
              {team.name}
            </Item>
          ))}
        </>
      )}
      <div className={classes.foot}>
        <Link
          to="/me"
          className={classes.person}
          title={t('{email}: your account, and what you hear', { email: me.email })}
        >
          {me.name}
        </Link>
        <Tooltip label={t('Keys')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('Show the keys')} onClick={showKeys}>
            <IconQuestionMark size={16} />
          </ActionIcon>
        </Tooltip>
        <ColorScheme />
        <SignOut />
      </div>
    </div>
  );
}
