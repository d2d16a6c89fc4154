// SPDX-License-Identifier: MIT
import { useLayoutEffect, useRef, useState } from "react";

/** The width an element has: charts are drawn in real pixels, so that their text is as large as the page's. */
export function useWidth<E extends HTMLElement>(start = 480) {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(start);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const watch = new ResizeObserver(() => setWidth(Math.max(160, Math.round(box.clientWidth))));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  return [element, width] as const;
}
