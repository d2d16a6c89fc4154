// SPDX-License-Identifier: MIT
// People who sign in by the page, and what a deployment needs to be worked with.

export const password = "correct horse battery staple";

/** A user with a password of their own: the first one, which an administrator set, is changed as people change it. */
export async function person(deployment, name, roles, more = {}) {
  const user = await deployment.ask("POST", "/users", { name, full_name: name, roles, language: "en", time_zone: "Europe/Berlin", ...more });
  await deployment.ask("PUT", "/session/password", { user: user.id, new: `${password} first` });
  const signed = await fetch(`${deployment.origin}/api/v1/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, password: `${password} first` }),
  });
  if (!signed.ok) throw new Error(`no sign-in for ${name}: ${signed.status} ${await signed.text()}`);
  const told = await signed.json();
  const cookie = signed.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const changed = await fetch(`${deployment.origin}/api/v1/session/password`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", Cookie: cookie, "X-CSRF-Token": told.csrf ?? told.csrf_token ?? "" },
    body: JSON.stringify({ current: `${password} first`, new: password }),
  });
  if (!changed.ok) throw new Error(`no password for ${name}: ${changed.status} ${await changed.text()}`);
  return user;
}

export async function signIn(page, deployment, name, path = "/") {
  await page.goto(`${deployment.origin}${path}`);
  await page.locator("input[autocomplete=username]").fill(name);
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.keyboard.press("Enter");
  await page.locator(".frame").waitFor();
}
