// SPDX-License-Identifier: MIT
import { useEffect, useState } from "react";
import { useParts } from "./provider.tsx";

export interface SkeletonProps {
  rows?: number;
  kind?: "rows" | "facts" | "text";
}

/** Bars of the final height; nothing is drawn in the first 150 ms, but the place is kept. */
export function Skeleton({ rows = 5, kind = "rows" }: SkeletonProps) {
  const { words } = useParts();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const wait = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(wait);
  }, []);
  return (
    <div className={`skeleton skeleton-${kind}`} aria-busy="true" data-late={late || undefined}>
      <span className="reader" role="status">
        {late ? words("parts.loading") : ""}
      </span>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <div key={row} className="skeleton-row" aria-hidden="true">
          <span className="skeleton-bar skeleton-short" />
          <span className="skeleton-bar skeleton-long" />
          {kind === "rows" && <span className="skeleton-bar skeleton-end" />}
        </div>
      ))}
    </div>
  );
}
