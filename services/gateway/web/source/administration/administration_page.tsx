// SPDX-License-Identifier: MIT
import { useMemo } from "react";
import { listPath } from "../base/places.ts";
import { resourceName } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { PageHead, Section } from "../parts/page.tsx";
import { Directory } from "../shell/directory.tsx";
import { iconOf, placesOf } from "../shell/navigation.ts";
import { useTitle } from "../shell/title.ts";
import { Organisation } from "./organisation.tsx";

/// What is set up once: the organisation, who may come in, calendars, rules, targets.
export default function AdministrationPage() {
  const { model, session, words, client } = useWorkplace();
  const { setup } = useMemo(() => placesOf(model, session), [model, session]);
  const title = words.word("shell.administration");
  useTitle(title);
  const people = new Set(["users", "tokens"]);
  const item = (resource: (typeof setup)[number]) => ({
    href: listPath(resource.collection),
    label: resourceName(words, resource),
    icon: iconOf(resource.collection),
    note: words.has(`administration.${resource.collection}`) ? words.word(`administration.${resource.collection}`) : undefined,
  });
  return (
    <>
      <PageHead title={title} focus />
      <Directory
        groups={[
          { title: words.word("administration.people"), items: setup.filter(({ collection }) => people.has(collection)).map(item) },
          { title: words.word("administration.rules"), items: setup.filter(({ collection }) => !people.has(collection)).map(item) },
        ]}
      />
      {client.knows("accounts_get_organisation") && (
        <Section title={words.word("administration.organisation")}>
          <Organisation />
        </Section>
      )}
    </>
  );
}
