// SPDX-License-Identifier: MIT
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import type { IconName } from "./icon.tsx";
import { Menu } from "./menu.tsx";
import { useParts } from "./provider.tsx";

export interface Move {
  id: string;
  label: string;
  icon?: IconName;
  danger?: boolean;
  usual?: boolean;
  keys?: string;
}

export interface BlockedMove {
  id: string;
  label: string;
  reason: ReactNode;
}

export interface MovesProps {
  moves: readonly Move[];
  blocked?: readonly BlockedMove[];
  onMove: (id: string) => void;
  /** The move under way. */
  busy?: string;
}

/** The usual move first, four more at most, the others behind `…`; the first that is not possible last, with its reason. */
export function Moves({ moves, blocked = [], onMove, busy }: MovesProps) {
  const { words } = useParts();
  const [open, setOpen] = useState(false);
  const usual = moves.find((move) => move.usual) ?? moves[0];
  const others = moves.filter((move) => move !== usual);
  const shown = others.slice(0, 4);
  const rest = others.slice(4);
  const stands = open ? blocked : blocked.slice(0, 1);
  return (
    <div className="moves" role="group" aria-label={words("parts.moves")}>
      {usual && (
        <Button kind="primary" icon={usual.icon} hint={usual.keys} busy={busy === usual.id} onPress={() => onMove(usual.id)}>
          {usual.label}
        </Button>
      )}
      {shown.map((move) => (
        <Button
          key={move.id}
          kind={move.danger ? "danger" : "default"}
          icon={move.icon}
          hint={move.keys}
          busy={busy === move.id}
          onPress={() => onMove(move.id)}
        >
          {move.label}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          trigger={<Button icon="more" label={words("parts.moves.more")} />}
          label={words("parts.moves.more")}
          items={rest}
          onAction={onMove}
        />
      )}
      {stands.map((move) => (
        <Button key={move.id} blocked={move.reason}>
          {move.label}
        </Button>
      ))}
      {blocked.length > 1 && (
        <Button kind="quiet" onPress={() => setOpen(!open)} pressed={open}>
          {open ? words("parts.moves.fewer") : words("parts.moves.notpossible", { count: blocked.length - 1 })}
        </Button>
      )}
    </div>
  );
}
