// SPDX-License-Identifier: MIT
import { type ReactNode, useId } from "react";
import { joined } from "./diff.ts";
import { names } from "./names.ts";
import { useParts } from "./provider.tsx";
import { TextDiff } from "./textdiff.tsx";

export { joined } from "./diff.ts";

export type Choice = "theirs" | "mine" | "both";

export interface Conflict {
  field: string;
  label: string;
  opened: ReactNode;
  theirs: ReactNode;
  mine: ReactNode;
  /** Texts: their difference by words, and both joined as a third choice. */
  text?: boolean;
}

export interface ThreeWayProps {
  fields: readonly Conflict[];
  /** As `Now · 王芳, 10:02`. */
  theirsTitle: string;
  choice: Readonly<Record<string, Choice>>;
  onChoice: (field: string, choice: Choice) => void;
}

function shown(conflict: Conflict, side: "theirs" | "mine"): ReactNode {
  const value = conflict[side];
  if (!conflict.text || typeof value !== "string" || typeof conflict.opened !== "string") return value;
  return <TextDiff before={conflict.opened} after={value} />;
}

function Row({ conflict, props }: { conflict: Conflict; props: ThreeWayProps }) {
  const { words } = useParts();
  const group = useId();
  const { opened, theirs, mine, label, field } = conflict;
  const chosen = props.choice[field];
  const both = conflict.text && [opened, theirs, mine].every((value) => typeof value === "string");
  const pick = (side: Choice, name: string, content: ReactNode) => (
    <label className="threeway-pick">
      <input
        type="radio"
        className="radio"
        name={group}
        checked={chosen === side}
        aria-label={`${label}: ${name}`}
        onChange={() => props.onChoice(field, side)}
      />
      <span className="threeway-value">{content}</span>
    </label>
  );
  return (
    <>
      <tr>
        <th scope="row" rowSpan={both ? 2 : 1}>
          {label}
        </th>
        <td data-head={words("parts.threeway.opened")}>{opened}</td>
        <td data-head={props.theirsTitle} className={names(chosen === "theirs" && "threeway-chosen")}>
          {pick("theirs", props.theirsTitle, shown(conflict, "theirs"))}
        </td>
        <td data-head={words("parts.threeway.mine")} className={names(chosen === "mine" && "threeway-chosen")}>
          {pick("mine", words("parts.threeway.mine"), shown(conflict, "mine"))}
        </td>
      </tr>
      {both && (
        <tr>
          <td colSpan={3} className={names(chosen === "both" && "threeway-chosen")}>
            {pick(
              "both",
              words("parts.threeway.both"),
              <>
                <b>{words("parts.threeway.both")}</b>
                {words("parts.colon")}
                <TextDiff before={String(opened)} after={joined(String(opened), String(theirs), String(mine))} />
              </>,
            )}
          </td>
        </tr>
      )}
    </>
  );
}

/** For each field that two people changed: as it was, as it is now, as I want it. */
export function ThreeWay(props: ThreeWayProps) {
  const { words } = useParts();
  return (
    <table className="threeway">
      <thead>
        <tr>
          <th scope="col">{words("parts.threeway.field")}</th>
          <th scope="col">{words("parts.threeway.opened")}</th>
          <th scope="col">{props.theirsTitle}</th>
          <th scope="col">{words("parts.threeway.mine")}</th>
        </tr>
      </thead>
      <tbody>
        {props.fields.map((conflict) => (
          <Row key={conflict.field} conflict={conflict} props={props} />
        ))}
      </tbody>
    </table>
  );
}
