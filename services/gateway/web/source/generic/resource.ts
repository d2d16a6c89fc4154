// SPDX-License-Identifier: MIT
import { useParams, useSearch } from "@tanstack/react-router";
import { type Resource, resourceAtPath } from "../base/model.ts";
import { useWorkplace } from "../base/workplace.tsx";

/// Of which list a page is, by its address.
export function useResource(): {
  resource: Resource | undefined;
  collection: string;
  id: string | undefined;
  search: Record<string, string>;
} {
  const { model } = useWorkplace();
  const { collection = "", id } = useParams({ strict: false }) as { collection?: string; id?: string };
  const search = useSearch({ strict: false }) as Record<string, string>;
  return { resource: resourceAtPath(model, collection), collection, id, search };
}
