// SPDX-License-Identifier: MIT
import { useCallback, useEffect, useState } from "react";
import type { Draft } from "../base/drafts.ts";
import { resourceAtPath } from "../base/model.ts";
import { changePath, newPath, onePath } from "../base/places.ts";
import { methodName, recordName } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { Link } from "../parts/link.tsx";

/// What was typed and not sent, with the form that it belongs to.
export function MyDrafts() {
  const { drafts, words, times } = useWorkplace();
  const [all, setAll] = useState<{ form: string; draft: Draft }[]>();
  const read = useCallback(() => void drafts.all().then(setAll), [drafts]);
  useEffect(read, [read]);
  const place = usePlace();
  if (!all) return null;
  if (!all.length) return <p className="muted">{words.word("me.no_drafts")}</p>;
  return (
    <ul className="directory">
      {all.map(({ form, draft }) => {
        const { label, href } = place(form);
        return (
          <li key={form}>
            <span className="grow">
              {href ? <Link href={href}>{label}</Link> : label}
              <span className="small muted directory-note">
                {words.word("me.draft_at", { when: times.instant(new Date(draft.at).toISOString()) })}
              </span>
            </span>
            <Button kind="quiet" small icon="trash" onPress={() => void drafts.drop(form).then(read)}>
              {words.word("form.discard")}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

/// `complaints:new`, `parties:ID`, or a move: `complaints_assess:ID`.
function usePlace(): (form: string) => { label: string; href?: string } {
  const { model, words } = useWorkplace();
  return (form) => {
    const colon = form.indexOf(":");
    const [what, id] = [form.slice(0, colon), form.slice(colon + 1)];
    const resource = resourceAtPath(model, what);
    if (resource) {
      const thing = recordName(words, resource);
      return id === "new"
        ? { label: words.word("shell.new_thing", { thing }), href: newPath(what) }
        : { label: words.word("form.change", { thing }), href: changePath(what, id) };
    }
    const of = model.resources.find(({ moves }) => moves.some(({ method }) => method === what));
    return {
      label: of ? `${methodName(words, what)} · ${recordName(words, of)}` : methodName(words, what),
      href: of && onePath(of.collection, id),
    };
  };
}
