// SPDX-License-Identifier: MIT
import { useQueryClient } from "@tanstack/react-query";
import { useCall } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { ErrorBox } from "../parts/empty.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { Table } from "../parts/table.tsx";

interface One {
  id: string;
  current: boolean;
  used: string;
  address?: string;
  agent?: string;
}

/// Where I am signed in, and the end of it.
export function MySessions() {
  const { client, words, times } = useWorkplace();
  const queries = useQueryClient();
  const found = useCall<{ items: One[] }>("gateway_list_sessions");
  if (found.isError)
    return <ErrorBox title={words.word("me.sessions_failed")} onAgain={() => void found.refetch()} trace={found.error.trace} />;
  if (!found.data) return <Skeleton rows={2} />;
  const end = async (id: string) => {
    await client.ask("gateway_end_session", { id });
    await queries.invalidateQueries();
  };
  return (
    <Table<One>
      label={words.word("me.sessions")}
      rows={found.data.items}
      rowId={({ id }) => id}
      columns={[
        {
          id: "agent",
          head: words.word("me.program"),
          kind: "text",
          cell: ({ agent, current }) => (current ? words.word("me.this_one", { program: programOf(agent) }) : programOf(agent)),
        },
        { id: "address", head: words.word("me.address"), kind: "name", cell: ({ address }) => address ?? "–" },
        { id: "used", head: words.word("me.used"), kind: "instant", cell: ({ used }) => times.instant(used) },
        {
          id: "end",
          head: "",
          kind: "name",
          cell: ({ id, current }) =>
            current ? null : (
              <Button small onPress={() => void end(id)}>
                {words.word("me.end")}
              </Button>
            ),
        },
      ]}
    />
  );
}

/// "Firefox, Linux" of what a browser says of itself.
function programOf(agent: string | undefined): string {
  if (!agent) return "–";
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent)?.[1] ?? agent.split(/[ /]/)[0] ?? agent;
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent)?.[1];
  const name = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser;
  return system ? `${name}, ${system === "Mac OS X" ? "macOS" : system}` : name;
}
