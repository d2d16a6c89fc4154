// SPDX-License-Identifier: MIT
import { useEffect } from "react";
import { isField, type Key } from "../base/keys.ts";
import { useWorkplace } from "../base/workplace.tsx";

/// Keys of a page while it is shown.
export function useKeys(keys: Key[], follows: readonly unknown[]): void {
  const { keys: all } = useWorkplace();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are made anew with what they follow from
  useEffect(() => all.add(keys), [all, ...follows]);
}

export function useStrokes(): void {
  const { keys } = useWorkplace();
  useEffect(() => {
    const strike = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const dialog = document.querySelector("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]");
      const inField = isField(event.target) || Boolean(dialog);
      if (
        keys.strike({
          key: event.key,
          ctrlKey: event.ctrlKey,
          metaKey: event.metaKey,
          altKey: event.altKey,
          isComposing: event.isComposing,
          inField,
        })
      )
        event.preventDefault();
    };
    document.addEventListener("keydown", strike);
    return () => document.removeEventListener("keydown", strike);
  }, [keys]);
}
