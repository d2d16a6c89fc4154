// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./button.tsx";
import { names } from "./names.ts";
import { useParts } from "./provider.tsx";

export interface DialogProps {
  title: string;
  intro?: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  size?: "ask" | "normal" | "wide";
  children?: ReactNode;
  foot?: ReactNode;
  /** Over everything else: sign-in over the page. */
  top?: boolean;
  /** Neither Esc nor a press outside closes it. */
  fixed?: boolean;
}

/** Esc closes this one layer; the focus goes back to what opened it. */
export function Dialog({ title, intro, isOpen, onClose, size = "normal", children, foot, top, fixed }: DialogProps) {
  return (
    <ModalOverlay
      className={names("scrim", top && "scrim-top")}
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isKeyboardDismissDisabled={fixed}
    >
      <Modal className={`dialog dialog-${size}`}>
        <AriaDialog className="dialog-sheet" role={size === "ask" ? "alertdialog" : "dialog"}>
          <header className="dialog-head">
            <Heading slot="title" level={2} className="dialog-title">
              {title}
            </Heading>
            {intro && <p className="dialog-intro">{intro}</p>}
          </header>
          {children && <div className="dialog-body">{children}</div>}
          {foot && <footer className="dialog-foot">{foot}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface AskProps {
  isOpen: boolean;
  title: string;
  children?: ReactNode;
  yes: string;
  no?: string;
  danger?: boolean;
  busy?: boolean;
  onYes: () => void;
  onNo: () => void;
}

export function Ask({ isOpen, title, children, yes, no, danger, busy, onYes, onNo }: AskProps) {
  const { words } = useParts();
  return (
    <Dialog
      size="ask"
      title={title}
      isOpen={isOpen}
      onClose={onNo}
      foot={
        <>
          <Button onPress={onNo} autoFocus={danger}>
            {no ?? words("parts.cancel")}
          </Button>
          <Button kind={danger ? "danger-solid" : "primary"} busy={busy} onPress={onYes} autoFocus={!danger}>
            {yes}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
