// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { type ButtonProps, KeyHint } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";
import { names } from "./names.ts";
import { useParts } from "./provider.tsx";
import { Count } from "./tag.tsx";

export interface FrameProps {
  brand: ReactNode;
  find: ReactNode;
  tools: ReactNode;
  navigation: ReactNode;
  bottom: ReactNode;
  children: ReactNode;
  /** Beside the page: the record a list has chosen. */
  preview?: ReactNode;
  skipLabel?: string;
}

/** The desk around the sheet. */
export function Frame({ brand, find, tools, navigation, bottom, children, preview, skipLabel }: FrameProps) {
  const { words } = useParts();
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
        {skipLabel ?? words("parts.skip")}
      </button>
      <header className="frame-top">
        {brand}
        {find}
        <div className="frame-tools">{tools}</div>
      </header>
      {navigation}
      <main className={names("frame-main", Boolean(preview) && "frame-split")} id="main" tabIndex={-1}>
        <div className="frame-page">{children}</div>
        {preview && <aside className="frame-preview">{preview}</aside>}
      </main>
      {bottom}
    </div>
  );
}

export function Brand({ name, href = "/" }: { name: string; href?: string }) {
  return (
    <span className="brand">
      <Link href={href} quiet>
        <svg viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
          <circle cx="8.2" cy="8.6" r="5.7" fill="none" stroke="var(--accent)" strokeWidth="2.6" />
          <circle cx="13.8" cy="13.4" r="5.7" fill="none" stroke="var(--text)" strokeWidth="2.6" />
        </svg>
        {name}
      </Link>
    </span>
  );
}

/** Looks like the search it opens. */
export function FindButton({ label, keys, onPress }: { label: string; keys: string; onPress: () => void }) {
  return (
    <AriaButton className="find" onPress={onPress}>
      <Icon name="search" />
      <span className="grow cut">{label}</span>
      <span aria-hidden="true">
        <KeyHint keys={keys} />
      </span>
    </AriaButton>
  );
}

export interface ToolProps extends Pick<ButtonProps, "icon" | "children" | "label" | "onPress" | "expands"> {
  count?: number;
  live?: "live" | "connecting" | "offline";
  /** Not on phones. */
  wide?: boolean;
}

export function Tool({ icon, children, label, onPress, expands, count, live, wide }: ToolProps) {
  return (
    <AriaButton className={names("tool", wide && "desk-only")} onPress={onPress}>
      {live && <span className={`live live-${live}`} aria-hidden="true" />}
      {icon && <Icon name={icon} />}
      {label && <span className="reader">{label}</span>}
      <span className="tool-face" aria-hidden={label ? true : undefined}>
        {children}
        {count ? <Count value={count} /> : null}
      </span>
      {expands && <Icon name="down" size={14} />}
    </AriaButton>
  );
}
