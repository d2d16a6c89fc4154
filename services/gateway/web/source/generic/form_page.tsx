// SPDX-License-Identifier: MIT
import { askedOf } from "../base/model.ts";
import { changePath, listPath, onePath } from "../base/places.ts";
import { type Row, recordName, resourceName, titleOf } from "../base/present.ts";
import { useCall } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { ErrorBox } from "../parts/empty.tsx";
import { PageHead } from "../parts/page.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { NotFound } from "../shell/not_found.tsx";
import { useTitle } from "../shell/title.ts";
import { RecordForm } from "./record_form.tsx";
import { useResource } from "./resource.ts";

/// A new record, or a change of one that is there.
export default function FormPage() {
  const { resource, id, search } = useResource();
  const { client, model, words } = useWorkplace();
  const operation = id ? resource?.change : resource?.create;
  const route = operation ? client.route(operation) : undefined;
  const found = useCall<Row>(resource?.get, { id }, id !== undefined);
  const thing = resource ? recordName(words, resource) : "";
  const heading = words.word(id ? "form.change" : "shell.new_thing", { thing });
  useTitle(heading);
  if (!resource || !operation || !route) return <NotFound />;
  const row = id ? found.data : undefined;
  const back = id
    ? { href: onePath(resource.collection, id), label: row ? String(row.number ?? titleOf(resource, row)) : "" }
    : { href: listPath(resource.collection), label: resourceName(words, resource) };
  return (
    <div className="form-page">
      <PageHead title={heading} back={back} focus />
      {id && found.isError && <ErrorBox title={words.word("one.failed")} onAgain={() => void found.refetch()} trace={found.error.trace} />}
      {id && found.isPending && <Skeleton kind="facts" />}
      {(!id || row) && (
        <RecordForm
          key={changePath(resource.collection, id ?? "new")}
          resource={resource}
          operation={operation}
          fields={askedOf(model, route.operation)}
          row={row}
          first={id ? {} : search}
        />
      )}
    </div>
  );
}
