// SPDX-License-Identifier: MIT
import { useEffect, useMemo, useRef, useState } from "react";
import type { Resource } from "../base/model.ts";
import { may } from "../base/permissions.ts";
import { listPath, newPath, onePath } from "../base/places.ts";
import { keyOf, type Row, recordName, resourceName } from "../base/present.ts";
import { useTaste, useWorkplace } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { ErrorBox } from "../parts/empty.tsx";
import { FilterLine, type FilterValue } from "../parts/filter.tsx";
import { Grid } from "../parts/grid/grid.tsx";
import type { GridHandle, Sort } from "../parts/grid/types.ts";
import { PageHead } from "../parts/page.tsx";
import { NewPill } from "../parts/pill.tsx";
import { useParts } from "../parts/provider.tsx";
import { useKeys } from "../shell/keys.ts";
import { searchText } from "../shell/search_text.ts";
import { useTitle } from "../shell/title.ts";
import { Bulk } from "./bulk.tsx";
import { useColumns } from "./columns.tsx";
import { ColumnsMenu } from "./columns_menu.tsx";
import { csvOf } from "./csv.ts";
import { useFilters } from "./filters.ts";
import { ListEmpty } from "./list_empty.tsx";
import { askedBy, besides, fieldsAsked, filtersOf, type Search, sortOf, withFilters } from "./query.ts";
import { leaveTrail } from "./trail.ts";
import { useList } from "./use_list.ts";

/// The records of a kind: filtered, sorted, chosen. Its address is its state.
export function List({ resource, search }: { resource: Resource; search: Search }) {
  const workplace = useWorkplace();
  const { words, session, preferences, numbers } = workplace;
  const taste = useTaste();
  const { navigate } = useParts();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string | null>(null);
  const handle = useRef<GridHandle>(null);
  const chosen = taste.columns?.[resource.collection];
  const beside = useMemo(() => besides(resource, chosen), [resource, chosen]);
  const fields = useMemo(() => fieldsAsked(resource, beside), [resource, beside]);
  const asked = useMemo(() => askedBy(resource, search), [resource, search]);
  const list = useList(resource, asked, fields);
  const { columns, titleText } = useColumns(resource, beside, taste.widths?.[resource.collection]);
  const filters = useFilters(resource, filtersOf(resource, search));
  const name = resourceName(words, resource);
  useTitle(name);
  const path = listPath(resource.collection);
  const href = `${path}${searchText(search)}`;
  const go = (next: Search) => navigate(`${path}${searchText(next)}`, { newTab: false });
  const open = (row: Row, newTab: boolean) => {
    leaveTrail({ collection: resource.collection, href, keys: list.rows.map(keyOf), total: list.total });
    navigate(onePath(resource.collection, row), { newTab });
  };
  const canCreate = may(session, resource.create);
  const create = () => canCreate && navigate(newPath(resource.collection), { newTab: false });
  useKeys(
    [
      { keys: "c", what: "keys.create", run: create },
      { keys: "j", what: "keys.down", run: () => handle.current?.next() },
      { keys: "k", what: "keys.up", run: () => handle.current?.previous() },
      { keys: "x", what: "keys.select", run: () => handle.current?.toggle() },
      {
        keys: "/",
        what: "keys.search",
        run: () => document.querySelector<HTMLInputElement>(".filter-search input, .filter-line input")?.focus(),
      },
    ],
    [canCreate, resource.collection],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected is of the list before
  useEffect(() => setSelected(new Set()), [resource.collection]);
  const setFilters = (value: readonly FilterValue[]) => go(withFilters(resource, search, value));
  const setSort = ({ column, descending }: Sort) => go({ ...search, sort: `${descending ? "-" : ""}${sortName(resource, column)}` });
  const sort = sortOf(search);
  const total = words.word(list.exact ? "list.count" : "list.more_than", { count: list.total, shown: numbers.number(list.total) });
  const filtered = Object.keys(asked).some((key) => key !== "sort");
  return (
    <div className="list-page">
      <div className="list-head">
        <PageHead
          title={name}
          focus
          actions={
            canCreate && (
              <Button kind="primary" icon="add" hint="c" onPress={create}>
                {words.word("list.new")}
              </Button>
            )
          }
        />
        <FilterLine
          filters={filters}
          value={filtersOf(resource, search)}
          onChange={setFilters}
          search={resource.searches ? (search.search ?? "") : undefined}
          onSearch={resource.searches ? (text) => go({ ...search, search: text }) : undefined}
          searchLabel={words.word("list.search", { things: name })}
        />
        <div className="row list-line">
          <span className="small muted grow" role="status">
            {list.found.isSuccess ? total : ""}
          </span>
          <Button kind="quiet" small icon="download" onPress={() => void csvOf(workplace, resource, asked, beside)}>
            {words.word("list.csv")}
          </Button>
          <ColumnsMenu
            resource={resource}
            shown={beside}
            onChange={(names) => void preferences.set({ columns: { ...taste.columns, [resource.collection]: names } })}
          />
        </div>
      </div>
      <div className="list-body">
        {list.fresh > 0 && <NewPill count={list.fresh} onPress={() => void list.renew()} />}
        {list.found.isError ? (
          <div className="list-note">
            <ErrorBox
              title={words.word("list.failed", { things: name })}
              onAgain={() => void list.found.refetch()}
              trace={list.found.error.trace}
            >
              {list.found.error.message}
            </ErrorBox>
          </div>
        ) : (
          <Grid<Row>
            label={name}
            columns={columns}
            rows={list.found.isPending ? Array.from({ length: 8 }) : list.rows}
            total={list.found.isPending ? 8 : list.rows.length + (list.found.hasNextPage ? 1 : 0)}
            rowId={({ id }) => id}
            rowLabel={(row) => [row.number, titleText(row)].filter(Boolean).join(" ")}
            href={(row) => onePath(resource.collection, row)}
            onOpen={open}
            sort={sort && { column: columnName(resource, sort.column), descending: sort.descending }}
            onSort={setSort}
            selected={selected}
            onSelected={setSelected}
            current={current}
            onCurrent={setCurrent}
            onRange={(_, last) =>
              last >= list.rows.length - 30 && list.found.hasNextPage && !list.found.isFetchingNextPage && void list.found.fetchNextPage()
            }
            mark={({ id }) => (list.changed.has(id) ? "changed" : undefined)}
            busy={list.found.isPlaceholderData}
            onWidth={(column, px) =>
              void preferences.set({
                widths: { ...taste.widths, [resource.collection]: { ...taste.widths?.[resource.collection], [column]: px } },
              })
            }
            empty={
              <div className="list-note">
                <ListEmpty
                  thing={recordName(words, resource)}
                  things={name}
                  filtered={filtered}
                  onClear={() => go({})}
                  onCreate={canCreate ? create : undefined}
                />
              </div>
            }
            handle={handle}
          />
        )}
      </div>
      {selected.size > 0 && (
        <Bulk
          resource={resource}
          rows={list.rows.filter(({ id }) => selected.has(id))}
          titleText={titleText}
          onClear={() => setSelected(new Set())}
          onAll={() => setSelected(new Set(list.rows.map(({ id }) => id)))}
          total={list.rows.length}
        />
      )}
    </div>
  );
}

/// The first column is sorted by what it begins with, where the list knows that.
function sortName(resource: Resource, column: string): string {
  if (column !== "title") return column;
  return titleSort(resource) ?? column;
}
function columnName(resource: Resource, sort: string): string {
  return titleSort(resource) === sort ? "title" : sort;
}
export function titleSort(resource: Resource): string | undefined {
  return resource.sorts.find((name) => ["name", "subject", "title", "full_name", "what"].includes(name));
}
