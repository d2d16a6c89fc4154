// SPDX-License-Identifier: MIT
import { type ReactNode, useId } from "react";
import { Button as AriaButton, Link as AriaLink } from "react-aria-components";
import { Icon, type IconName } from "./icon.tsx";
import { names } from "./names.ts";
import { useParts } from "./provider.tsx";

export interface ButtonProps {
  kind?: "default" | "primary" | "quiet" | "danger" | "danger-solid";
  small?: boolean;
  icon?: IconName;
  children?: ReactNode;
  /** Name for readers where there is an icon alone. */
  label?: string;
  /** The key that does the same. */
  hint?: string;
  busy?: boolean;
  disabled?: boolean;
  /** Why it cannot be pressed now: stands beside it. */
  blocked?: ReactNode;
  onPress?: () => void;
  href?: string;
  newTab?: boolean;
  type?: "button" | "submit";
  form?: string;
  /** It opens something: a chevron. */
  expands?: boolean;
  autoFocus?: boolean;
  pressed?: boolean;
}

export function KeyHint({ keys }: { keys: string }) {
  const { keys: shown } = useParts();
  return shown ? <kbd className="key">{keys}</kbd> : null;
}

function Face({ icon, busy, children, hint, expands }: ButtonProps) {
  return (
    <>
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
      {hint && (
        <span aria-hidden="true" className="button-hint">
          <KeyHint keys={hint} />
        </span>
      )}
      {expands && <Icon name="down" size={14} />}
    </>
  );
}

function classOf({ kind = "default", small, children, icon, expands }: ButtonProps): string {
  const alone = !children && icon && !expands;
  return names("button", `button-${kind}`, small && "button-small", alone && "button-icon");
}

export function Button(props: ButtonProps) {
  const { label, busy, disabled, blocked, onPress, href, newTab, type = "button", form, autoFocus, pressed } = props;
  const { words } = useParts();
  if (blocked) return <BlockedButton {...props} />;
  const face = <Face {...props} />;
  if (href !== undefined) {
    return (
      <AriaLink className={classOf(props)} href={href} aria-label={label} target={newTab ? "_blank" : undefined}>
        {face}
      </AriaLink>
    );
  }
  return (
    <AriaButton
      className={classOf(props)}
      type={type}
      form={form}
      aria-label={label}
      aria-pressed={pressed}
      isPending={busy}
      isDisabled={disabled}
      onPress={onPress}
      autoFocus={autoFocus}
    >
      {face}
      {busy && <span className="reader">{words("parts.busy")}</span>}
    </AriaButton>
  );
}

/** It stays in its place, can be reached, and says why it does nothing. */
function BlockedButton(props: ButtonProps) {
  const why = useId();
  return (
    <span className="blocked">
      <button
        type="button"
        className={names(classOf({ ...props, kind: "default", icon: "lock" }), "button-blocked")}
        aria-disabled="true"
        aria-label={props.label}
        aria-describedby={why}
      >
        <Icon name="lock" />
        {props.children}
      </button>
      <span className="blocked-why" id={why}>
        {props.blocked}
      </span>
    </span>
  );
}
