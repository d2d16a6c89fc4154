// SPDX-License-Identifier: MIT
import { answerOf, resolved } from "../base/document.ts";
import { fieldsOf, type Resource } from "../base/model.ts";
import { may } from "../base/permissions.ts";
import type { Row } from "../base/present.ts";
import { useCall } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { RecordFacts } from "../generic/facts.tsx";
import { ErrorBox } from "../parts/empty.tsx";
import { Skeleton } from "../parts/skeleton.tsx";

/// The one record of the organisation, changed in its place.
export function Organisation() {
  const { client, model, session, words } = useWorkplace();
  const found = useCall<Row>("accounts_get_organisation");
  const route = client.route("accounts_get_organisation");
  if (found.isError) return <ErrorBox title={words.word("one.failed")} onAgain={() => void found.refetch()} trace={found.error.trace} />;
  if (!found.data || !route) return <Skeleton kind="facts" />;
  const schema = resolved(model.document, answerOf(route.operation));
  const fields = fieldsOf(model.document, schema).filter(({ name }) => !["id", "version", "logo", "created_at"].includes(name));
  const change = "accounts_update_organisation";
  const resource: Resource = {
    service: "accounts",
    type: "accounts.Organisation",
    title: "Organisation",
    collection: "organisation",
    list: "",
    change,
    moves: [],
    parts: [],
    fields,
    filters: [],
    ranges: [],
    sorts: [],
    searches: false,
    takesFields: false,
    asOf: false,
    ui: {},
  };
  return <RecordFacts resource={resource} row={found.data} fields={fields} changes={may(session, change)} />;
}
