// SPDX-License-Identifier: MIT
import { NotFound } from "../shell/not_found.tsx";
import { List } from "./list.tsx";
import { useResource } from "./resource.ts";

export default function ListPage() {
  const { resource, search } = useResource();
  return resource ? <List key={resource.collection} resource={resource} search={search} /> : <NotFound />;
}
