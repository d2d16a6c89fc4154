// SPDX-License-Identifier: MIT
import { useMemo } from "react";
import { listPath } from "../base/places.ts";
import { resourceName } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { PageHead } from "../parts/page.tsx";
import { Directory } from "../shell/directory.tsx";
import { iconOf, placesOf } from "../shell/navigation.ts";
import { useTitle } from "../shell/title.ts";

/// All lists that there are: on a phone the way to what its bar has no room for.
export default function MorePage() {
  const { model, session, words } = useWorkplace();
  const places = useMemo(() => placesOf(model, session), [model, session]);
  useTitle(words.word("shell.more"));
  const item = (resource: (typeof places.more)[number]) => ({
    href: listPath(resource.collection),
    label: resourceName(words, resource),
    icon: iconOf(resource.collection),
  });
  return (
    <>
      <PageHead title={words.word("shell.more")} focus />
      <Directory
        groups={[
          { title: words.word("more.daily"), items: places.daily.map(item) },
          { title: words.word("shell.registry"), items: places.registry.map(item) },
          { title: words.word("more.others"), items: places.more.map(item) },
          { title: words.word("shell.administration"), items: places.setup.map(item) },
          { title: words.word("shell.person"), items: [{ href: "/me", label: words.word("shell.me"), icon: "person" }] },
        ]}
      />
    </>
  );
}
