// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { useParts } from "./provider.tsx";

export interface BannerProps {
  tone: "info" | "warn" | "bad" | "good";
  title?: string;
  icon?: IconName;
  children?: ReactNode;
  onClose?: () => void;
}

const icons = { info: "info", warn: "warn", bad: "error", good: "check" } as const;

export function Banner({ tone, title, icon = icons[tone], children, onClose }: BannerProps) {
  const { words } = useParts();
  return (
    <div className={`banner banner-${tone}`}>
      <Icon name={icon} label={words(`parts.tone.${tone}`)} />
      <div className="grow">
        {title && <strong className="banner-title">{title}</strong>}
        {children}
      </div>
      {onClose && <Button kind="quiet" small icon="close" label={words("parts.close")} onPress={onClose} />}
    </div>
  );
}
