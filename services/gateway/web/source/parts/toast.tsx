// SPDX-License-Identifier: MIT
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { announce } from "./announce.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";
import { useParts } from "./provider.tsx";

export interface ToastProps {
  text: string;
  undo?: () => void;
  tone?: "good" | "bad" | "plain";
  href?: string;
}

export interface ToastSaid extends ToastProps {
  id: number;
  at: Date;
}

let said: readonly ToastSaid[] = [];
let shown: ToastSaid | null = null;
const listeners = new Set<() => void>();

function show(next: ToastSaid | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says what was done, once, in the corner: the newest wins, all stay in the log. */
export function toast(props: ToastProps): void {
  const next = { ...props, id: (said[0]?.id ?? 0) + 1, at: new Date() };
  said = [next, ...said].slice(0, 100);
  announce(props.text, props.tone === "bad");
  show(next);
}

export function toastLog(): readonly ToastSaid[] {
  return said;
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const icons = { good: "check", bad: "error", plain: "info" } as const;

/** Stays eight seconds, longer while it is pointed at or focused. */
export function ToastRegion() {
  const { words } = useParts();
  const now = useSyncExternalStore(subscribe, () => shown);
  const [held, setHeld] = useState(false);
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!now || held) return;
    const end = setTimeout(() => shown === now && show(null), 8000);
    return () => clearTimeout(end);
  }, [now, held]);
  useEffect(() => {
    if (!now) setHeld(false);
  }, [now]);
  return (
    <section className="toasts" aria-label={words("parts.toasts")} ref={region} data-react-aria-top-layer="true">
      {now && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it stays while it is pointed at
        <div
          className="toast"
          key={now.id}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(region.current?.contains(document.activeElement) ?? false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <Icon name={icons[now.tone ?? "good"]} />
          <span className="toast-text">{now.href ? <Link href={now.href}>{now.text}</Link> : now.text}</span>
          {now.undo && (
            <Button
              kind="quiet"
              small
              onPress={() => {
                now.undo?.();
                show(null);
              }}
            >
              {words("parts.undo")}
            </Button>
          )}
          <Button kind="quiet" small icon="close" label={words("parts.close")} onPress={() => show(null)} />
        </div>
      )}
    </section>
  );
}
