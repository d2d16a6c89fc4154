// SPDX-License-Identifier: MIT
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { askedOf, type Resource } from "../base/model.ts";
import { may } from "../base/permissions.ts";
import { methodName, type Row } from "../base/present.ts";
import { Problem } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { BulkBar } from "../parts/grid/bulk.tsx";
import { problemText } from "./send.ts";

interface BulkProps {
  resource: Resource;
  rows: Row[];
  total: number;
  titleText(row: Row): string;
  onClear(): void;
  onAll(): void;
}

interface Progress {
  done: number;
  of: number;
  refused: { id: string; label: string; reason: string }[];
}

/// One thing done with all that are selected: a call each, and of each what came of it.
export function Bulk({ resource, rows, total, titleText, onClear, onAll }: BulkProps) {
  const { client, model, session, words } = useWorkplace();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Progress>();
  const bare = resource.moves.filter(({ method }) => {
    const route = client.route(method);
    return route && may(session, method) && !askedOf(model, route.operation).some(({ required }) => required);
  });
  const run = async (method: string) => {
    const now: Progress = { done: 0, of: rows.length, refused: [] };
    setProgress({ ...now });
    for (const row of rows) {
      try {
        await client.ask(method, { id: row.id }, { version: row.version });
      } catch (error) {
        const reason = error instanceof Problem ? problemText(words, error) : String(error);
        now.refused = [...now.refused, { id: row.id, label: String(row.number ?? titleText(row)), reason }];
      }
      now.done += 1;
      setProgress({ ...now });
    }
    await queries.invalidateQueries();
  };
  const clear = () => {
    setProgress(undefined);
    onClear();
  };
  return (
    <BulkBar
      count={rows.length}
      total={total}
      onAll={rows.length < total ? onAll : undefined}
      onClear={clear}
      actions={bare.map(({ method }) => ({ id: method, label: methodName(words, method) }))}
      onAction={(method) => void run(method)}
      progress={progress}
    />
  );
}
