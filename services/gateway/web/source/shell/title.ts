// SPDX-License-Identifier: MIT
import { useEffect } from "react";

/// "C-2026-000123 · Complaints · Rapport". Personal data does not belong into it.
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [...parts, "Rapport"].filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
