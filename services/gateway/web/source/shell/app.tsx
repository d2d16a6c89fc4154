// SPDX-License-Identifier: MIT
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { readSession } from "../base/boot.ts";
import { Client } from "../base/client.ts";
import type { Session } from "../base/permissions.ts";
import { tasteHere, wearTheme } from "../base/preferences.ts";
import { isProblem, newQueryClient } from "../base/queries.ts";
import { type Workplace, WorkplaceContext } from "../base/workplace.tsx";
import { PartsProvider } from "../parts/provider.tsx";
import { ToastRegion } from "../parts/toast.tsx";
import { Failed } from "./failed.tsx";
import { useLive } from "./live.ts";
import { makeRouter } from "./router.tsx";
import { enter, type Speech, speechOf } from "./start.ts";

const SignIn = lazy(() => import("./sign_in.tsx"));
const SignInAgain = lazy(() => import("./sign_in_again.tsx"));

type At =
  | { step: "starting" }
  | { step: "failed"; error: unknown }
  | { step: "outside"; session: Session }
  | { step: "inside"; workplace: Workplace };

export function App() {
  const [client] = useState(() => new Client());
  const [at, setAt] = useState<At>({ step: "starting" });
  const [speech, setSpeech] = useState<Speech>();
  const begin = useRef<() => void>(() => undefined);
  begin.current = () => {
    setAt({ step: "starting" });
    wearTheme(tasteHere());
    void speechOf(client, tasteHere(), false).then((said) => setSpeech((before) => before ?? said));
    readSession(client)
      .then((session) => (session.user ? inside(session, false) : setAt({ step: "outside", session })))
      .catch((error: unknown) => setAt({ step: "failed", error }));
  };
  const inside = async (session: Session, shared: boolean) => {
    const workplace = await enter(client, session, shared);
    wearTheme(workplace.preferences.now);
    setSpeech(workplace);
    setAt({ step: "inside", workplace });
  };
  useEffect(() => begin.current(), []);
  if (!speech) return null;
  if (at.step === "inside") return <Inside workplace={at.workplace} />;
  const speak = async () => setSpeech(await speechOf(client, tasteHere(), false));
  return (
    <Around speech={speech} navigate={() => undefined}>
      {at.step === "failed" && <Failed words={speech.words} error={at.error} onAgain={() => begin.current()} />}
      {at.step === "outside" && (
        <Suspense>
          <SignIn client={client} words={speech.words} session={at.session} onIn={inside} onTaste={speak} />
        </Suspense>
      )}
    </Around>
  );
}

function Around({
  speech,
  keys = true,
  navigate,
  children,
}: {
  speech: Speech;
  keys?: boolean;
  navigate(href: string, how: { newTab: boolean }): void;
  children: React.ReactNode;
}) {
  const { words, times } = speech;
  return (
    <PartsProvider
      words={(key, values) => words.word(key, values)}
      language={words.language}
      locale={times.locale}
      zone={times.zone}
      keys={keys}
      navigate={navigate}
    >
      {children}
    </PartsProvider>
  );
}

/// Words follow the preferences, the model what is deployed, and what is shown the events.
function Inside({ workplace: first }: { workplace: Workplace }) {
  const [workplace, setWorkplace] = useState(first);
  const [queries] = useState(newQueryClient);
  const [router] = useState(makeRouter);
  const [asked, setAsked] = useState<{ done(): void } | null>(null);
  const { client, preferences, events } = workplace;
  useLive(workplace, queries, setWorkplace);
  useEffect(() => askAgain(client, setAsked), [client]);
  useEffect(() => {
    let before = preferences.now;
    return preferences.on(() => {
      const now = preferences.now;
      wearTheme(now);
      workplace.keys.on = now.keys ?? true;
      const another = now.language !== before.language || now.region !== before.region || now.zone !== before.zone;
      before = now;
      if (another) void speechOf(client, now, true).then((said) => setWorkplace((old) => ({ ...old, ...said })));
    });
  }, [client, preferences, workplace.keys]);
  const navigate = useMemo(
    () =>
      (href: string, { newTab }: { newTab: boolean }) => {
        if (newTab) window.open(href, "_blank", "noopener");
        else router.history.push(href);
      },
    [router],
  );
  const signedIn = () => {
    asked?.done();
    setAsked(null);
    events.again();
  };
  return (
    <WorkplaceContext.Provider value={workplace}>
      <Queries client={queries}>
        <Around speech={workplace} keys={preferences.now.keys ?? true} navigate={navigate}>
          <RouterProvider router={router} />
          {asked && (
            <Suspense>
              <SignInAgain onIn={signedIn} />
            </Suspense>
          )}
          <ToastRegion />
        </Around>
      </Queries>
    </WorkplaceContext.Provider>
  );
}

function Queries({ client, children }: { client: QueryClient; children: React.ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/// Whatever is refused because the session is over waits for one dialogue, and is then sent again.
function askAgain(client: Client, setAsked: (asked: { done(): void }) => void): () => void {
  let waiting: Promise<void> | undefined;
  client.onSignedOut = (problem) => {
    if (!isProblem(problem)) return Promise.reject(problem);
    waiting ??= new Promise<void>((done) => setAsked({ done })).finally(() => {
      waiting = undefined;
    });
    return waiting;
  };
  return () => {
    client.onSignedOut = undefined;
  };
}
