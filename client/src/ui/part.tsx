import { Component, type ReactNode } from 'react';

interface PartProps {
  onFailed?: () => void;
  /** Stands in its place where its code did not come. */
  instead?: ReactNode;
  children: ReactNode;
}

/** What one can do without for a while: where its code does not come it is left out, and the page around it goes on. */
export class Part extends Component<PartProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFailed?.();
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
