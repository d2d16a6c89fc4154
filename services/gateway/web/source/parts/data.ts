// SPDX-License-Identifier: MIT
import { useLayoutEffect, useRef } from "react";

/** Sets numbers that are data as custom properties of an element: the policy allows it so, and no other inline style is used. */
export function useData<E extends HTMLElement>(values: Record<`--${string}`, number | string>) {
  const element = useRef<E>(null);
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(values)) element.current?.style.setProperty(name, String(value));
  });
  return element;
}
