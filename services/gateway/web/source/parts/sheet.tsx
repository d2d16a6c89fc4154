// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";

export interface SignSheetProps {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}

/** A card alone on the canvas. */
export function SignSheet({ title, intro, children, below }: SignSheetProps) {
  return (
    <main className="sign" id="main" tabIndex={-1}>
      <div className="sign-card">
        <header>
          <h1>{title}</h1>
          {intro && <p className="muted">{intro}</p>}
        </header>
        {children}
      </div>
      {below && <div className="sign-below">{below}</div>}
    </main>
  );
}
