// SPDX-License-Identifier: MIT
import { type DragEvent, type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Link } from "./link.tsx";
import { Menu } from "./menu.tsx";
import { names } from "./names.ts";
import { useParts } from "./provider.tsx";

export interface BoardCard {
  id: string;
  column: string;
  href?: string;
  content: ReactNode;
  label: string;
  /** Columns it may go to. */
  moves?: readonly string[];
}

export interface BoardProps {
  label: string;
  columns: readonly { id: string; title: ReactNode; label?: string; count?: number }[];
  cards: readonly BoardCard[];
  onMove?: (card: string, column: string) => void;
}

/** States side by side. A card is moved by pulling it, or by its button: keyboard and thumb have the second way. */
export function Board({ label, columns, cards, onMove }: BoardProps) {
  const { words } = useParts();
  const [pulled, setPulled] = useState<BoardCard | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const may = (column: string) => pulled?.moves?.includes(column) ?? false;
  const nameOf = (id: string) => {
    const column = columns.find((one) => one.id === id);
    return column?.label ?? (typeof column?.title === "string" ? column.title : id);
  };
  const above = (event: DragEvent, column: string) => {
    if (!may(column)) return;
    event.preventDefault();
    setOver(column);
  };
  const drop = (column: string) => {
    if (pulled && may(column)) onMove?.(pulled.id, column);
    setPulled(null);
    setOver(null);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div role="group" className="board" aria-label={label} tabIndex={0}>
      {columns.map((column) => {
        const mine = cards.filter((card) => card.column === column.id);
        return (
          <section
            key={column.id}
            className={names(
              "board-column",
              pulled !== null && (may(column.id) ? "board-may" : "board-not"),
              over === column.id && "board-over",
            )}
            aria-label={nameOf(column.id)}
            onDragOver={(event) => above(event, column.id)}
            onDragLeave={() => setOver(null)}
            onDrop={() => drop(column.id)}
          >
            <header className="board-head">
              {column.title}
              <span className="faint">{column.count ?? mine.length}</span>
            </header>
            <ul className="board-cards">
              {mine.map((card) => (
                <li
                  key={card.id}
                  className="board-card"
                  draggable={Boolean(onMove && card.moves?.length)}
                  onDragStart={() => setPulled(card)}
                  onDragEnd={() => setPulled(null)}
                >
                  <div className="grow">
                    {card.href ? (
                      <Link href={card.href} quiet>
                        {card.content}
                      </Link>
                    ) : (
                      card.content
                    )}
                  </div>
                  {onMove && card.moves && card.moves.length > 0 && (
                    <Menu
                      trigger={<Button kind="quiet" small icon="more" label={words("parts.board.move", { name: card.label })} />}
                      label={words("parts.board.move", { name: card.label })}
                      items={card.moves.map((id) => ({ id, label: nameOf(id) }))}
                      onAction={(to) => onMove(card.id, to)}
                    />
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
