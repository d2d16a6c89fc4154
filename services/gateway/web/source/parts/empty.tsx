// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { useParts } from "./provider.tsx";

export interface EmptyProps {
  kind?: "nothing" | "filtered" | "done" | "failed";
  icon?: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

const icons = { nothing: "inbox", filtered: "filter", done: "check", failed: "error" } as const;

/** What this is for, in one sentence, and the one button that begins it. */
export function Empty({ kind = "nothing", icon = icons[kind], title, children, actions }: EmptyProps) {
  return (
    <div className={`empty empty-${kind}`}>
      <span className="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      <div className="empty-text">
        <p className="empty-title">{title}</p>
        {children && <div className="empty-body">{children}</div>}
        {actions && <div className="row wrap empty-actions">{actions}</div>}
      </div>
    </div>
  );
}

export interface ErrorBoxProps {
  title: string;
  children?: ReactNode;
  onAgain?: () => void;
  trace?: string;
}

export function ErrorBox({ title, children, onAgain, trace }: ErrorBoxProps) {
  const { words } = useParts();
  return (
    <div role="alert">
      <Empty
        kind="failed"
        title={title}
        actions={
          <>
            {onAgain && <Button onPress={onAgain}>{words("parts.again")}</Button>}
            {trace && (
              <Button kind="quiet" icon="copy" onPress={() => void navigator.clipboard?.writeText(trace)}>
                {words("parts.trace", { trace: trace.slice(0, 8) })}
              </Button>
            )}
          </>
        }
      >
        {children}
      </Empty>
    </div>
  );
}
