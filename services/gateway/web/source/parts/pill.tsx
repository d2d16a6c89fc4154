// SPDX-License-Identifier: MIT
import { Button } from "react-aria-components";
import { Icon } from "./icon.tsx";
import { useParts } from "./provider.tsx";

/** What came meanwhile waits in a pill; nothing on the page moves until it is pressed. */
export function NewPill({ count, onPress }: { count: number; onPress: () => void }) {
  const { words } = useParts();
  if (!count) return null;
  return (
    <Button className="pill" onPress={onPress}>
      <Icon name="sortup" size={14} />
      {words("parts.fresh", { count })}
    </Button>
  );
}
