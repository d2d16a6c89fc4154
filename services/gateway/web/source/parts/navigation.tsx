// SPDX-License-Identifier: MIT
import { Link as AriaLink, Button } from "react-aria-components";
import { Icon, type IconName } from "./icon.tsx";
import { names } from "./names.ts";
import { Count } from "./tag.tsx";

export interface NavItem {
  id: string;
  label: string;
  href: string;
  icon?: IconName;
  count?: number;
  current?: boolean;
  /** Its service does not answer: as `since 11:32`. */
  away?: string;
  items?: readonly NavItem[];
}

export interface NavGroup {
  id: string;
  title?: string;
  items: readonly NavItem[];
  /** At the lower end. */
  foot?: boolean;
}

function Entry({ item, sub }: { item: NavItem; sub?: boolean }) {
  return (
    <li>
      <AriaLink
        href={item.href}
        className={names("nav-item", sub && "nav-sub", item.away && "nav-away")}
        aria-current={item.current ? "page" : undefined}
      >
        {item.icon && <Icon name={item.icon} />}
        <span className="nav-label">{item.label}</span>
        {item.away ? <span className="nav-since">{item.away}</span> : null}
        {!item.away && item.count ? <span className="nav-count">{item.count}</span> : null}
      </AriaLink>
      {item.items && item.items.length > 0 && (
        <ul>
          {item.items.map((under) => (
            <Entry key={under.id} item={under} sub />
          ))}
        </ul>
      )}
    </li>
  );
}

export function Navigation({ label, groups }: { label: string; groups: readonly NavGroup[] }) {
  return (
    <nav className="navigation" aria-label={label}>
      {groups.map((group) => (
        <div key={group.id} className={names("nav-group", group.foot && "nav-foot")}>
          {group.title && (
            <p className="nav-title" id={`nav-${group.id}`}>
              {group.title}
            </p>
          )}
          <ul aria-labelledby={group.title ? `nav-${group.id}` : undefined}>
            {group.items.map((item) => (
              <Entry key={item.id} item={item} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

export interface BottomItem {
  id: string;
  label: string;
  icon: IconName;
  href?: string;
  onPress?: () => void;
  current?: boolean;
  count?: number;
}

/** The five ways of a phone. */
export function BottomBar({ label, items }: { label: string; items: readonly BottomItem[] }) {
  return (
    <nav className="bottom-bar" aria-label={label}>
      {items.map((item) => {
        const face = (
          <>
            <Icon name={item.icon} size={20} />
            <span>{item.label}</span>
            {item.count ? <Count value={item.count} /> : null}
          </>
        );
        return item.href !== undefined ? (
          <AriaLink key={item.id} className="bottom-item" href={item.href} aria-current={item.current ? "page" : undefined}>
            {face}
          </AriaLink>
        ) : (
          <Button key={item.id} className="bottom-item" onPress={item.onPress} aria-current={item.current ? "page" : undefined}>
            {face}
          </Button>
        );
      })}
    </nav>
  );
}
