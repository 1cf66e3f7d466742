import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useQueryClient } from "@tanstack/react-query";
import { setSession } from "../api/client";
import { signOut } from "../api/session";
import { useRouter } from "./router";
import { useCaller, useSession } from "./Session";
import { chooseTheme, useTheme } from "./theme";

const roles: Record<string, string> = {
  READER: "Reader",
  READER_PRO: "Reader",
  AUTHOR: "Author",
  AUTHOR_PRO: "Author",
  ADMIN: "Administrator",
  ADMIN_PRO: "Administrator",
};

/** A role as people call it. */
export const roleName = (role: string | undefined) => (role ? (roles[role] ?? role) : "");

/** Whether the caller administers the hub. */
export const administers = (role: string | undefined) => role === "ADMIN" || role === "ADMIN_PRO";

/** The bar above every page: where one is, where one can go, who one is. */
export function TopBar() {
  const { go } = useRouter();
  const session = useSession();
  const client = useQueryClient();
  const caller = useCaller();
  const theme = useTheme();
  const other = theme === "dark" ? "light" : "dark";

  const link = (text: string, href: string): TopNavigationProps.ButtonUtility => ({
    type: "button",
    text,
    href,
    onFollow: (event) => {
      event.preventDefault();
      go(href);
    },
  });
  const leave = async () => {
    await signOut().catch(() => {}); // a session that has ended is ended
    setSession("", () => {});
    go("/");
    client.clear();
    await client.invalidateQueries();
  };

  const utilities: TopNavigationProps.Utility[] = [];
  if (session.signedIn) {
    utilities.push(link("Dashboards", "/"));
    const owns = caller?.Owns ?? [];
    if (owns.length === 1 && owns[0]) {
      utilities.push(link(`Account ${owns[0].Name ?? owns[0].AccountId}`, `/owner/${owns[0].AccountId}`));
    } else if (owns.length > 1) {
      utilities.push({
        type: "menu-dropdown",
        text: "Accounts",
        items: owns.map((spoke) => ({
          id: `/owner/${spoke.AccountId}`,
          text: spoke.Name ?? spoke.AccountId ?? "",
          secondaryText: spoke.AccountId,
        })),
        onItemClick: ({ detail }) => go(detail.id),
      });
    }
    if (session.demo) utilities.push(link("Break it", "/break"));
  }
  utilities.push({
    type: "button",
    ariaLabel: `Switch to the ${other} theme`,
    title: `Switch to the ${other} theme`,
    iconSvg: theme === "dark" ? sun : moon,
    disableUtilityCollapse: true,
    onClick: () => chooseTheme(other),
  });
  if (session.signedIn) {
    utilities.push({
      type: "menu-dropdown",
      text: session.user ?? "Signed in",
      description: [roleName(session.role), session.account && `hub account ${session.account}`]
        .filter(Boolean)
        .join(", "),
      iconName: "user-profile",
      items: [
        ...(administers(session.role)
          ? [{ id: "/runs", text: "Runs of everybody" }]
          : [{ id: "/runs", text: "My runs" }]),
        { id: "sign-out", text: "Sign out" },
      ],
      onItemClick: ({ detail }) => (detail.id === "sign-out" ? leave() : go(detail.id)),
    });
  }
  return (
    <header className="top-bar">
      <TopNavigation
        identity={{
          href: "/",
          title: "Interlaken",
          logo: { src: "/icon.svg", alt: "" },
          onFollow: (event) => {
            event.preventDefault();
            go("/");
          },
        }}
        i18nStrings={{ overflowMenuTriggerText: "More", overflowMenuTitleText: "All" }}
        utilities={utilities}
      />
    </header>
  );
}

const moon = (
  <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z" className="stroke-linejoin-round" />
  </svg>
);

const sun = (
  <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <circle cx="8" cy="8" r="3" />
    <path
      d="M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3"
      className="stroke-linecap-round"
    />
  </svg>
);
