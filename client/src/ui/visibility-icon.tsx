import { Eye, EyeOff } from 'lucide-react';

/** On the button that shows what was typed into a password field. */
export function VisibilityIcon({ reveal }: { reveal: boolean }) {
  const Icon = reveal ? EyeOff : Eye;
  return <Icon size={16} strokeWidth={1.75} />;
}
