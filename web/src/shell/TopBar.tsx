import { useQueryClient } from "@tanstack/react-query";
import { setSession } from "../api/client";
import { signOut } from "../api/session";
import type { Spoke } from "../api/types.gen";
import { Menu, type MenuItem } from "./Menu";
import { administers, roleName } from "./roles";
import { Anchor, useRouter } from "./router";
import { useCaller, useSession } from "./Session";
import { chooseTheme, useTheme } from "./theme";

/** The bar above every page: where one is, where one can go, who one is. Its height and its ends never move. */
export function TopBar() {
  const { go, path } = useRouter();
  const session = useSession();
  const client = useQueryClient();
  const { caller, settled } = useCaller();
  const owns = caller?.Owns ?? [];

  const leave = async () => {
    await signOut().catch(() => {}); // a session that has ended is ended
    setSession("", () => {});
    go("/");
    await client.refetchQueries({ queryKey: ["session"] });
    // The pages are gone by now; what they had loaded goes too.
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  };

  const pages: MenuItem[] = [{ text: "Dashboards", href: "/" }];
  if (owns.length === 1) pages.push(...owns.map((spoke) => ({ ...account(spoke), text: `Account ${nameOf(spoke)}` })));
  if (session.demo) pages.push({ text: "Break it", href: "/break" });
  const accounts = owns.length > 1 ? owns.map(account) : [];
  const runs = { text: administers(session.role) ? "Runs of everybody" : "My runs", href: "/runs" };
  return (
    <header className="top-bar">
      <Anchor className="brand" href="/">
        <Logo />
        Interlaken
      </Anchor>
      {session.signedIn && settled && (
        <nav className="top-pages" aria-label="Pages">
          {pages.map((page) => (
            <Anchor key={page.href} href={page.href ?? "/"} aria-current={page.href === path ? "page" : undefined}>
              {page.text}
            </Anchor>
          ))}
          {accounts.length > 0 && <Menu label="Accounts" items={accounts} />}
        </nav>
      )}
      {session.signedIn && (
        <Menu
          label={session.user ?? "Signed in"}
          icon={<PersonIcon />}
          note={[roleName(session.role), session.account && `hub account ${session.account}`]
            .filter(Boolean)
            .join(", ")}
          items={[
            ...[...pages, ...accounts].map((page) => ({ ...page, narrow: true })),
            runs,
            { text: "Sign out", act: leave },
          ]}
        />
      )}
      <ThemeSwitch />
    </header>
  );
}

const nameOf = (spoke: Spoke) => spoke.Name ?? spoke.AccountId ?? "";
const account = (spoke: Spoke): MenuItem => ({ text: nameOf(spoke), href: `/owner/${spoke.AccountId}` });

function ThemeSwitch() {
  const other = useTheme() === "dark" ? "light" : "dark";
  const label = `Switch to the ${other} theme`;
  return (
    <button type="button" className="top-button" aria-label={label} title={label} onClick={() => chooseTheme(other)}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {other === "light" ? (
          <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3" />
        ) : (
          <path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z" />
        )}
      </svg>
    </button>
  );
}

function Logo() {
  return (
    <svg viewBox="4 6 24 20" aria-hidden="true" className="logo">
      <path className="logo-water" d="M6 22c4-6 7-6 10-2s6 4 10-2" />
      <path className="logo-land" d="M6 14c4-6 7-6 10-2s6 4 10-2" />
    </svg>
  );
}

function PersonIcon() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 8.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM2.5 14.5c0-3 2-4.3 5.5-4.3s5.5 1.3 5.5 4.3" />
    </svg>
  );
}
