// SPDX-License-Identifier: MIT
import { useParts } from "./provider.tsx";

export interface StepsProps {
  label: string;
  items: readonly { id: string; label: string; note?: string; state: "done" | "now" | "later" | "skipped" }[];
}

export function Steps({ label, items }: StepsProps) {
  const { words } = useParts();
  return (
    <ol className="steps" aria-label={label}>
      {items.map((item) => (
        <li key={item.id} className={`step step-${item.state}`} aria-current={item.state === "now" ? "step" : undefined}>
          <span className="step-name">
            {item.label}
            <span className="reader"> ({words(`parts.step.${item.state}`)})</span>
          </span>
          {item.note && <span className="step-note">{item.note}</span>}
        </li>
      ))}
    </ol>
  );
}
