// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";

export interface TabsProps {
  label: string;
  value: string;
  onChange: (id: string) => void;
  items: readonly { id: string; label: string; count?: number; href?: string }[];
  children?: ReactNode;
}

export function Tabs({ label, value, onChange, items, children }: TabsProps) {
  return (
    <AriaTabs className="tabs" selectedKey={value} onSelectionChange={(id) => id !== value && onChange(String(id))}>
      <TabList className="tab-list" aria-label={label}>
        {items.map((item) => (
          <Tab key={item.id} id={item.id} href={item.href} className="tab">
            {item.label}
            {item.count !== undefined && <span className="tab-count">{item.count}</span>}
          </Tab>
        ))}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className="tab-panel">
          {item.id === value && children}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
