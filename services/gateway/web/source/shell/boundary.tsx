// SPDX-License-Identifier: MIT
import { Component, type ReactNode } from "react";
import { useWords } from "../base/workplace.tsx";
import { ErrorBox } from "../parts/empty.tsx";

/// One page that fails leaves the frame standing. Parts of an older build that are gone from the server: loaded anew, once.
export class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override componentDidCatch(error: Error) {
    if (!/dynamically imported module|Importing a module/.test(error.message)) return;
    const last = Number(sessionStorage.getItem("rapport.reloaded") ?? 0);
    if (Date.now() - last < 60_000) return;
    sessionStorage.setItem("rapport.reloaded", String(Date.now()));
    window.location.reload();
  }
  override render() {
    const { error } = this.state;
    return error ? <Broken error={error} onAgain={() => this.setState({ error: undefined })} /> : this.props.children;
  }
}

function Broken({ error, onAgain }: { error: Error; onAgain(): void }) {
  const t = useWords();
  return (
    <ErrorBox title={t("shell.page_failed")} onAgain={onAgain} trace={error.message}>
      {t("shell.page_failed_help")}
    </ErrorBox>
  );
}
