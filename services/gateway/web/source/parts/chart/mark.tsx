// SPDX-License-Identifier: MIT
import type { MouseEvent, ReactNode } from "react";
import { isSafe } from "../link.tsx";
import { useParts } from "../provider.tsx";

/** A mark is a link to what it counts; its name says its value. */
export function Mark({ href, title, children }: { href: string; title: string; children: ReactNode }) {
  const { navigate } = useParts();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href, { newTab: event.ctrlKey || event.metaKey });
  };
  if (!isSafe(href)) return <g>{children}</g>;
  return (
    <a className="chart-link" href={href} onClick={follow}>
      <title>{title}</title>
      {children}
    </a>
  );
}
