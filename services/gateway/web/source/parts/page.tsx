// SPDX-License-Identifier: MIT
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { Link } from "./link.tsx";
import { names } from "./names.ts";
import { useParts } from "./provider.tsx";

export interface PagerProps {
  /** As `4 of 28`. */
  place: string;
  previous?: string;
  next?: string;
}

/** Back and forth through the list one came from. */
export function Pager({ place, previous, next }: PagerProps) {
  const { words } = useParts();
  const turn = (href: string | undefined, icon: IconName, label: string) =>
    href ? <Button kind="quiet" small icon={icon} label={label} href={href} /> : null;
  return (
    <span className="pager">
      <span className="number">{place}</span>
      {turn(previous, "up", words("parts.previous"))}
      {turn(next, "down", words("parts.next"))}
    </span>
  );
}

export interface PageHeadProps {
  title: string;
  titleLang?: string;
  back?: { href: string; label: string };
  pager?: ReactNode;
  actions?: ReactNode;
  sub?: ReactNode;
  moves?: ReactNode;
  /** The page was just changed to: readers begin at its title. */
  focus?: boolean;
}

export function PageHead({ title, titleLang, back, pager, actions, sub, moves, focus }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new page
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
  }, [focus, title]);
  const line = back || pager;
  return (
    <header className="page-head">
      {line && (
        <div className="page-line">
          {back && (
            <Link href={back.href}>
              <Icon name="back" />
              {back.label}
            </Link>
          )}
          {pager}
          {actions && <span className="page-actions">{actions}</span>}
        </div>
      )}
      <div className="page-title">
        <h1 ref={heading} tabIndex={-1} lang={titleLang} dir="auto">
          {title}
        </h1>
        {!line && actions && <span className="page-actions">{actions}</span>}
      </div>
      {sub && <div className="page-sub">{sub}</div>}
      {moves && <div className="page-moves">{moves}</div>}
    </header>
  );
}

export interface SectionProps {
  title: string;
  count?: number | string;
  icon?: IconName;
  tone?: "bad" | "warn";
  actions?: ReactNode;
  children?: ReactNode;
  level?: 2 | 3;
}

export function Section({ title, count, icon, tone, actions, children, level = 2 }: SectionProps) {
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section className={names("section", icon && "section-ruled")} aria-labelledby={id}>
      <header className="section-head">
        <span className={names("row", tone && `tone-${tone}`)}>
          {icon && <Icon name={icon} />}
          <Heading id={id}>{title}</Heading>
        </span>
        {count !== undefined && <span className="section-count">{count}</span>}
        {actions && <span className="row end">{actions}</span>}
      </header>
      {children}
    </section>
  );
}

export function Columns({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className="columns">
      <div className="columns-main">{children}</div>
      <aside className="columns-aside">{aside}</aside>
    </div>
  );
}

export interface ListPageProps {
  head: ReactNode;
  /** The grid or the board, and what floats over it. */
  children: ReactNode;
  /** The chosen record, beside the list on wide screens. */
  preview?: ReactNode;
}

/** A list fills the page and scrolls by itself. */
export function ListPage({ head, children, preview }: ListPageProps) {
  return (
    <div className={names("list-page", Boolean(preview) && "list-page-preview")}>
      <div className="list-head">{head}</div>
      <div className="list-body">{children}</div>
      {preview && <aside className="list-preview">{preview}</aside>}
    </div>
  );
}
