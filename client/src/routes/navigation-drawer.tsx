import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './navigation-drawer.module.css';

interface NavigationDrawerProps {
  children: ReactNode;
  onClose: () => void;
}

export default function NavigationDrawer({ children, onClose }: NavigationDrawerProps) {
  return (
    <Drawer
      opened
      onClose={onClose}
      size={264}
      withCloseButton={false}
      title="Navigation"
      classNames={{ header: styles.header, body: styles.body, content: styles.content }}
    >
      {children}
    </Drawer>
  );
}
