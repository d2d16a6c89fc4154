// SPDX-License-Identifier: MIT
import { type ReactElement, type ReactNode, useState } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Popover as AriaPopover,
  Dialog,
  DialogTrigger,
  Header,
  MenuSection,
  MenuTrigger,
  Text,
} from "react-aria-components";
import { KeyHint } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { names } from "./names.ts";

export interface MenuItem {
  id: string;
  label: string;
  icon?: IconName;
  keys?: string;
  help?: string;
  danger?: boolean;
  href?: string;
  /** Given: the item is one that can be on or off. */
  checked?: boolean;
  /** Why it cannot be chosen now. */
  blocked?: string;
}

export interface MenuGroup {
  title: string;
  items: readonly MenuItem[];
}

export interface MenuProps {
  trigger: ReactElement;
  label: string;
  items: readonly (MenuItem | MenuGroup)[];
  onAction: (id: string) => void;
}

function item(entry: MenuItem) {
  const icon = entry.blocked ? "lock" : entry.checked ? "check" : entry.icon;
  const small = entry.blocked ?? entry.help;
  return (
    <AriaMenuItem
      key={entry.id}
      id={entry.id}
      href={entry.blocked ? undefined : entry.href}
      textValue={entry.label}
      className={names("menu-item", entry.danger && "menu-danger", entry.blocked && "menu-blocked")}
    >
      <span className="menu-icon">{icon && <Icon name={icon} />}</span>
      <span className="menu-text">
        <Text slot="label">
          {entry.label}
          {entry.checked !== undefined && <span className="reader">{entry.checked ? " ✓" : ""}</span>}
        </Text>
        {small && (
          <Text slot="description" className="menu-help">
            {small}
          </Text>
        )}
      </span>
      {entry.keys && <KeyHint keys={entry.keys} />}
    </AriaMenuItem>
  );
}

const isGroup = (entry: MenuItem | MenuGroup): entry is MenuGroup => "items" in entry;

export function Menu({ trigger, label, items, onAction }: MenuProps) {
  const all = items.flatMap((entry) => (isGroup(entry) ? entry.items : [entry]));
  const act = (id: string | number) => {
    if (!all.find((entry) => entry.id === id)?.blocked) onAction(String(id));
  };
  return (
    <MenuTrigger>
      {trigger}
      <AriaPopover className="popover menu-popover" offset={4}>
        <AriaMenu className="menu" aria-label={label} onAction={act}>
          {items.map((entry) =>
            isGroup(entry) ? (
              <MenuSection key={entry.title} className="menu-group">
                <Header className="menu-head">{entry.title}</Header>
                {entry.items.map(item)}
              </MenuSection>
            ) : (
              item(entry)
            ),
          )}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}

export interface PopoverProps {
  trigger: ReactElement;
  label: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

export function Popover({ trigger, label, children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      {trigger}
      <AriaPopover className="popover" offset={4}>
        <Dialog className="popover-body" aria-label={label}>
          {typeof children === "function" ? children(() => setOpen(false)) : children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
