// SPDX-License-Identifier: MIT
import { isEmpty } from "../base/merge.ts";
import type { Resource } from "../base/model.ts";
import { may } from "../base/permissions.ts";
import { changePath, listPath, onePath } from "../base/places.ts";
import { asideOf, groupsOf, keyOf, labelOf, type Row, resourceName, stateField } from "../base/present.ts";
import { useCall } from "../base/queries.ts";
import { capital } from "../base/words.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Banner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { ErrorBox } from "../parts/empty.tsx";
import { Columns, PageHead, Pager, Section } from "../parts/page.tsx";
import { useParts } from "../parts/provider.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toast } from "../parts/toast.tsx";
import { useKeys } from "../shell/keys.ts";
import { useTitle } from "../shell/title.ts";
import { RecordFacts } from "./facts.tsx";
import { RecordHistory } from "./history.tsx";
import { RecordMoves } from "./moves.tsx";
import { along } from "./trail.ts";
import { useNamedTitle } from "./use_named_title.ts";
import { Choice, Value } from "./value.tsx";

/// One record: what it is, where it stands, what can be done with it, and how it came to be so.
export function One({ resource, id, asOf }: { resource: Resource; id: string; asOf?: string }) {
  const { words, session, times } = useWorkplace();
  const { navigate } = useParts();
  const found = useCall<Row>(resource.get, asOf && resource.asOf ? { id, as_of: asOf } : { id });
  const row = found.data;
  const title = useNamedTitle(resource, row);
  const things = resourceName(words, resource);
  const trail = row && along(resource.collection, keyOf(row));
  const href = onePath(resource.collection, id);
  const to = (key: string | undefined) => key && onePath(resource.collection, key);
  const go = (address: string | undefined) => address && navigate(address, { newTab: false });
  const back = { href: trail?.href ?? listPath(resource.collection), label: things };
  useTitle(row && typeof row.number === "string" ? row.number : undefined, things);
  const changes = !asOf && may(session, resource.change);
  useKeys(
    [
      { keys: "u", what: "keys.back", run: () => go(back.href) },
      { keys: "[", what: "keys.previous", run: () => go(to(trail?.previous)) },
      { keys: "]", what: "keys.next", run: () => go(to(trail?.next)) },
      { keys: "e", what: "keys.change", run: () => changes && go(changePath(resource.collection, id)) },
      { keys: "m", what: "keys.moves", run: () => document.querySelector<HTMLElement>(".moves button")?.focus() },
    ],
    [row, trail?.previous, trail?.next, back.href, changes],
  );
  if (found.isError) {
    const gone = found.error.status === 404;
    return (
      <>
        <PageHead title={words.word(gone ? "one.none" : "one.failed")} back={back} focus />
        <ErrorBox
          title={words.word(gone ? "one.none_help" : "one.failed_help")}
          onAgain={() => void found.refetch()}
          trace={found.error.trace}
        >
          {gone ? undefined : found.error.message}
        </ErrorBox>
      </>
    );
  }
  if (!row) return <Skeleton kind="facts" />;
  const state = stateField(resource);
  const subtitle = resource.fields.find(({ name }) => resource.ui.subtitle === `{${name}}`);
  const { people, links, tables, groups } = asideOf(groupsOf(resource, row), subtitle?.name);
  const copy = () => void navigator.clipboard.writeText(window.location.href).then(() => toast({ text: words.word("one.copied") }));
  return (
    <div className="one-page">
      <PageHead
        title={title || things}
        back={back}
        focus
        pager={
          trail && (
            <Pager
              place={words.word("one.place", { place: trail.place, total: trail.total })}
              previous={to(trail.previous)}
              next={to(trail.next)}
            />
          )
        }
        actions={
          <>
            <Button kind="quiet" small icon="link" onPress={copy}>
              {words.word("one.copy")}
            </Button>
            {changes && (
              <Button kind="quiet" small icon="edit" href={changePath(resource.collection, id)} hint="e">
                {words.word("one.change")}
              </Button>
            )}
          </>
        }
        sub={
          <>
            {typeof row.number === "string" && row.number !== title && <span className="number nowrap">{row.number}</span>}
            {state && typeof row[state.name] === "string" && <Choice field={state} value={String(row[state.name])} boxed />}
            {subtitle && row[subtitle.name] ? <Value field={subtitle} value={row[subtitle.name]} /> : null}
          </>
        }
        moves={!asOf && <RecordMoves resource={resource} row={row} />}
      />
      {asOf && (
        <Banner tone="info" icon="history" onClose={() => go(href)}>
          {words.word("one.as_of", { when: times.instant(asOf) })}
        </Banner>
      )}
      {row.retired === true && <Banner tone="info">{words.word("one.retired")}</Banner>}
      <Columns
        aside={
          <>
            {people.length > 0 && (
              <Section title={words.word("one.people")}>
                <RecordFacts resource={resource} row={row} fields={people} changes={changes} />
              </Section>
            )}
            {links.length > 0 && (
              <Section title={words.word("one.links")}>
                <RecordFacts resource={resource} row={row} fields={links} changes={changes} />
              </Section>
            )}
          </>
        }
      >
        {groups.map(({ group, fields }) => (
          <Section key={group} title={group ? capital(words.first([`group.${group}`, group]), words.language) : words.word("one.facts")}>
            <RecordFacts resource={resource} row={row} fields={fields} changes={changes} />
          </Section>
        ))}
        {tables.map(
          (field) =>
            !isEmpty(row[field.name]) && (
              <Section key={field.name} title={labelOf(words, field)} count={(row[field.name] as unknown[]).length}>
                <Value field={field} value={row[field.name]} />
              </Section>
            ),
        )}
        {resource.history && <RecordHistory resource={resource} row={row} />}
      </Columns>
    </div>
  );
}
