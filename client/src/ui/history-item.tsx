import { Menu } from '@mantine/core';
import { History } from 'lucide-react';
import { use, type MouseEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { historyAddress } from './history-address.js';
import { LogIsOpen } from './log-is-open.js';

interface HistoryItemProps {
  /** The id of the thing, as the audit log has it. */
  entityId: string;
  /** Asked before one leaves, where there may be something to lose. */
  guard?: (leave: () => void) => void;
}

/** Leads from a thing's menu to all that was ever done to it. */
export function HistoryItem({ entityId, guard }: HistoryItemProps) {
  const open = use(LogIsOpen);
  const [, navigate] = useLocation();
  const address = historyAddress(entityId);
  if (!open) return null;

  function onClick(event: MouseEvent) {
    if (guard === undefined) return;
    event.preventDefault();
    guard(() => navigate(address));
  }

  return (
    <Menu.Item component={Link} href={address} leftSection={<History size={16} strokeWidth={1.75} />} onClick={onClick}>
      History
    </Menu.Item>
  );
}
