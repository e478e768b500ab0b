import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Me } from '../../contract/access.ts';
import { waitingQuery } from '../api/exceptions.ts';
import { ColorScheme } from './color-scheme.tsx';
import {
  IconBook2,
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
        <span className={classes.count} title={`${count} wait for you`}>
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
        Report a finding
      </Button>
      <Item to="/" activeOptions={{ exact: true }} icon={<IconHome {...SIZE} />}>
        Overview
      </Item>
      <Item to="/tickets" icon={<IconTicket {...SIZE} />}>
        Tickets
      </Item>
      <Item to="/asks" icon={<IconMessages {...SIZE} />}>
        Asks
      </Item>
      <Item to="/findings" icon={<IconRadar2 {...SIZE} />}>
        Findings
      </Item>
      <Item to="/ownership" icon={<IconSitemap {...SIZE} />}>
        Ownership
      </Item>
      <Item to="/unowned" icon={<IconUserQuestion {...SIZE} />}>
        Without an owner
      </Item>
      <Item to="/exceptions" icon={<IconShieldCheck {...SIZE} />} count={waiting.data?.waiting}>
        Exceptions
      </Item>
      <Item to="/teams" icon={<IconUsersGroup {...SIZE} />}>
        Teams
      </Item>
      <Item to="/scans" icon={<IconFileUpload {...SIZE} />}>
        Scans
      </Item>
      <Item to="/policy" icon={<IconBook2 {...SIZE} />}>
        Policy
      </Item>
      <Item to="/standard" icon={<IconCircleCheck {...SIZE} />}>
        The standard
      </Item>
      {operates && (
        <Item to="/connections" also="/deliveries" icon={<IconPlugConnected {...SIZE} />}>
          Connections
        </Item>
      )}
      {operates && (
        <Item to="/people" icon={<IconKey {...SIZE} />}>
          People and tokens
        </Item>
      )}
      {me.teams.length > 0 && (
        <>
          <p className={classes.group}>Your teams</p>
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
        <Link to="/notify" search={{}} className={classes.person} title={`${me.email}: what you hear`}>
          {me.name}
        </Link>
        <Tooltip label="Keys">
          <ActionIcon variant="subtle" color="gray" aria-label="Show the keys" onClick={showKeys}>
            <IconQuestionMark size={16} />
          </ActionIcon>
        </Tooltip>
        <ColorScheme />
        <SignOut />
      </div>
    </div>
  );
}
