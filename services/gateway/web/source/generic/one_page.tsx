// SPDX-License-Identifier: MIT
import { NotFound } from "../shell/not_found.tsx";
import { One } from "./one.tsx";
import { useResource } from "./resource.ts";

export default function OnePage() {
  const { resource, id, search } = useResource();
  return resource?.get && id ? <One key={`${resource.collection}/${id}`} resource={resource} id={id} asOf={search.as_of} /> : <NotFound />;
}
