// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Link as AriaLink } from "react-aria-components";
import { names } from "./names.ts";

export interface LinkProps {
  href: string;
  children: ReactNode;
  newTab?: boolean;
  /** Ink of the text around it. */
  quiet?: boolean;
  lang?: string;
}

const allowed = /^(https?:|mailto:|tel:|[/?#])/i;

/** Where a link may lead: our own pages, and what a browser or a phone opens without running anything. */
export function isSafe(href: string): boolean {
  return allowed.test(href) && !href.startsWith("//");
}

export function Link({ href, children, newTab, quiet, lang }: LinkProps) {
  if (!isSafe(href)) return <span lang={lang}>{children}</span>;
  const outside = /^https?:/i.test(href);
  const away = outside || newTab;
  return (
    <AriaLink
      href={href}
      lang={lang}
      className={names("link", quiet && "link-quiet")}
      target={away ? "_blank" : undefined}
      rel={outside ? "noopener noreferrer" : undefined}
    >
      {children}
    </AriaLink>
  );
}
