// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Link } from "../parts/link.tsx";
import { Section } from "../parts/page.tsx";

export interface DirectoryGroup {
  title: string;
  items: { href: string; label: string; icon: IconName; note?: ReactNode }[];
}

/// Pages by groups, each a link with what it is.
export function Directory({ groups }: { groups: DirectoryGroup[] }) {
  return groups
    .filter(({ items }) => items.length)
    .map(({ title, items }) => (
      <Section key={title} title={title}>
        <ul className="directory">
          {items.map(({ href, label, icon, note }) => (
            <li key={href}>
              <Icon name={icon} />
              <span>
                <Link href={href}>{label}</Link>
                {note && <span className="small muted directory-note">{note}</span>}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    ));
}
