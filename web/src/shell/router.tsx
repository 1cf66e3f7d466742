import {
  type AnchorHTMLAttributes,
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";

interface Router {
  /** The path of the address, without query and fragment. */
  path: string;
  go(to: string, options?: { replace?: boolean }): void;
}

const Context = createContext<Router>({ path: "/", go: () => {} });

/** Follows the browser's history; there is one for the whole app. */
export function RouterProvider({ children }: { children: ReactNode }) {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const moved = () => setPath(location.pathname);
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const router = useMemo<Router>(
    () => ({
      path,
      go(to, options) {
        history[options?.replace ? "replaceState" : "pushState"](null, "", to);
        setPath(location.pathname);
        if (!options?.replace) scrollTo(0, 0);
      },
    }),
    [path],
  );
  return <Context value={router}>{children}</Context>;
}

export const useRouter = () => useContext(Context);

/** Tells whether a click is to be followed inside the app: the plain ones; others open tabs and windows. */
export function followsInside(event: {
  button?: number;
  metaKey?: boolean;
  ctrlKey?: boolean;
  shiftKey?: boolean;
}): boolean {
  return !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey;
}

/** An anchor whose plain clicks stay in the app. */
export function Anchor({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const { go } = useRouter();
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        rest.onClick?.(event);
        if (!event.defaultPrevented && followsInside(event)) {
          event.preventDefault();
          go(href);
        }
      }}
    />
  );
}
