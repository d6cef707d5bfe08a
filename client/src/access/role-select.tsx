import { NativeSelect } from '@mantine/core';
import { ROLE_LABELS, ROLES, type Role } from '@audit-log/shared/permission';

interface RoleSelectProps {
  role: Role;
  onChange: (role: Role) => void;
}

/** A role, with what it lets a person do. */
export function RoleSelect({ role, onChange }: RoleSelectProps) {
  return (
    <NativeSelect
      label="Role"
      description={
        role === 'ADMIN'
          ? 'May change everything, invite others and read the audit log.'
          : 'Sees projects and test cases, changes nothing, and does not see the audit log.'
      }
      inputWrapperOrder={['label', 'input', 'description']}
      data={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
      value={role}
      onChange={(event) => onChange(event.currentTarget.value as Role)}
    />
  );
}
