// SPDX-License-Identifier: MIT
import { useEffect, useId, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { KeyHint } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { useParts } from "./provider.tsx";

export interface PaletteItem {
  id: string;
  label: string;
  note?: string;
  icon: IconName;
  keys?: string;
  /** What matched in the label. */
  hits?: readonly (readonly [from: number, to: number])[];
}

export interface PaletteFrameProps {
  isOpen: boolean;
  onClose: () => void;
  text: string;
  onText: (text: string) => void;
  placeholder: string;
  groups: readonly { id: string; title: string; items: readonly PaletteItem[] }[];
  onChoose: (id: string, newTab: boolean) => void;
  /** As `on 3 selected`. */
  scope?: string;
  onScope?: () => void;
  busy?: boolean;
  foot?: string;
}

function Label({ item }: { item: PaletteItem }) {
  const hits = item.hits ?? [];
  if (!hits.length) return <>{item.label}</>;
  const parts = [];
  let at = 0;
  for (const [from, to] of hits) {
    parts.push(item.label.slice(at, from), <mark key={from}>{item.label.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <>
      {parts}
      {item.label.slice(at)}
    </>
  );
}

/** One box to go, to find and to act: arrows choose, Enter does, Ctrl Enter in a new tab, Esc leaves. */
export function PaletteFrame(props: PaletteFrameProps) {
  return (
    <ModalOverlay className="scrim scrim-palette" isOpen={props.isOpen} onOpenChange={(open) => open || props.onClose()} isDismissable>
      <Modal className="palette">
        <Dialog className="palette-sheet" aria-label={props.placeholder}>
          <Inside {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Inside(props: PaletteFrameProps) {
  const { text, onText, placeholder, groups, onChoose, scope, onScope, busy, foot } = props;
  const { words } = useParts();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const items = groups.flatMap((group) => group.items);
  const [at, setAt] = useState<string | null>(null);
  const current = items.find((item) => item.id === at) ?? items[0];
  const idOf = (item: PaletteItem) => `${id}-${item.id}`;
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });
  const keys = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const place = current ? items.indexOf(current) : -1;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      const last = items.length - 1;
      const one = Math.abs(step) === 1;
      const next = one ? (place + step + items.length) % items.length : Math.max(0, Math.min(last, place + step));
      setAt(items[next]?.id ?? null);
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      onChoose(current.id, event.ctrlKey || event.metaKey);
    } else if (event.key === "Backspace" && !text && scope) onScope?.();
  };
  return (
    <>
      <div className="palette-head">
        <Icon name="search" size={20} />
        <input
          className="palette-input"
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? idOf(current) : undefined}
          aria-autocomplete="list"
          aria-label={placeholder}
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            setAt(null);
            onText(event.target.value);
          }}
          onKeyDown={keys}
          spellCheck="false"
          autoComplete="off"
        />
        {scope && (
          <button type="button" className="palette-scope" onClick={onScope} aria-label={words("parts.remove", { name: scope })}>
            {scope}
            <Icon name="clear" size={14} />
          </button>
        )}
        <span aria-hidden="true">
          <KeyHint keys="Esc" />
        </span>
      </div>
      <div className="palette-list" role="listbox" id={`${id}-list`} aria-label={placeholder} aria-busy={busy} ref={list}>
        {groups.map((group) => (
          <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}-title`}>
            <p className="palette-group" id={`${id}-${group.id}-title`} role="presentation">
              {group.title}
            </p>
            {group.items.map((item) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box
              <div
                key={item.id}
                id={idOf(item)}
                role="option"
                aria-selected={item === current}
                className="palette-item"
                onPointerMove={() => setAt(item.id)}
                onClick={(event) => onChoose(item.id, event.ctrlKey || event.metaKey)}
              >
                <Icon name={item.icon} />
                <span className="palette-label">
                  <Label item={item} />
                  {item.note && <span className="palette-note">{item.note}</span>}
                </span>
                {item.keys && (
                  <span aria-hidden="true">
                    <KeyHint keys={item.keys} />
                  </span>
                )}
              </div>
            ))}
          </div>
        ))}
      </div>
      {!items.length && <p className="palette-none">{words(busy ? "parts.loading" : "parts.combo.nothing")}</p>}
      <p className="reader" role="status">
        {busy ? "" : words("parts.found", { count: items.length })}
      </p>
      <footer className="palette-foot" aria-hidden="true">
        <span>
          <KeyHint keys="↑" /> <KeyHint keys="↓" /> {words("parts.palette.choose")}
        </span>
        <span>
          <KeyHint keys="↵" /> {words("parts.palette.open")}
        </span>
        <span>
          <KeyHint keys="Ctrl ↵" /> {words("parts.palette.tab")}
        </span>
        {foot && <span className="end">{foot}</span>}
      </footer>
    </>
  );
}
