import { PasswordInput } from '@mantine/core';

/** The least length of a password that the server takes, in characters. */
const passwordLength = 8;

interface NewPasswordProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function NewPassword({ label, value, onChange }: NewPasswordProps) {
  const missing = passwordLength - value.length;
  return (
    <PasswordInput
      size="lg"
      label={label}
      description={
        value !== '' && missing > 0
          ? `${missing} more ${missing === 1 ? 'character' : 'characters'}.`
          : `At least ${passwordLength} characters. A few words are easy to remember.`
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="new-password"
      minLength={passwordLength}
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
