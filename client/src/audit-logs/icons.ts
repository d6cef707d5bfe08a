import type { Tone } from '@audit-log/shared/catalogue';
import type { ActorKind } from '@audit-log/shared/entry';
import {
  Check,
  CircleQuestionMark,
  CornerDownRight,
  Cpu,
  Eye,
  KeyRound,
  LifeBuoy,
  Link,
  LogIn,
  LogOut,
  Pencil,
  Plug,
  Plus,
  Sparkles,
  Trash2,
  TriangleAlert,
  UserRound,
  type LucideIcon,
} from 'lucide-react';

const byAction: Readonly<Record<string, LucideIcon>> = {
  move: CornerDownRight,
  reorder: CornerDownRight,
  link: Link,
  accept: Check,
  approve: Check,
  sign_in: LogIn,
  sign_out: LogOut,
};

const byTone: Readonly<Record<Tone, LucideIcon>> = {
  create: Plus,
  update: Pencil,
  delete: Trash2,
  access: Eye,
  failed: TriangleAlert,
};

export function actionIcon(action: string, tone: Tone): LucideIcon {
  return (Object.hasOwn(byAction, action) ? byAction[action] : undefined) ?? byTone[tone];
}

export const actorIcon: Readonly<Record<ActorKind, LucideIcon>> = {
  USER: UserRound,
  API_KEY: KeyRound,
  SUPPORT: LifeBuoy,
  AGENT: Sparkles,
  INTEGRATION: Plug,
  SYSTEM: Cpu,
  ANONYMOUS: CircleQuestionMark,
};
