// Signing in as a person does: by the form on the page, with nothing but what the form shows.

/**
 * Signs in on an open page and waits for the page behind.
 *
 * The fields are found by the purpose that WCAG 1.3.5 makes them state, not by name.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} url of the server, without a slash at its end
 * @param {{login: string, password: string}} account
 */
export async function signIn(page, url, { login, password }) {
  await page.goto(`${url}/sign-in`);
  const secret = page.locator('input[autocomplete="current-password"]');
  await page.locator('input[autocomplete="username"]').fill(login);
  await secret.fill(password);
  await Promise.all([
    page.waitForURL((address) => address.pathname !== '/sign-in'),
    secret.press('Enter'),
  ]);
}
