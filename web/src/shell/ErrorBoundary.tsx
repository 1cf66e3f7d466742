import { Component, type ReactNode } from "react";
import { Problem } from "./Problem";

/** Catches what a page throws, so that the rest of the app stays. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <div className="page">
        <Problem
          title="This page stopped"
          message="Something in the page went wrong; your data and your session are untouched. Load the page again; if it stops again, tell your administrator what you did."
          onRetry={() => location.reload()}
          retry="Load again"
        />
      </div>
    );
  }
}
