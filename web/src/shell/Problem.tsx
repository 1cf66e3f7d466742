import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ApiError } from "../api/client";
import { useRouter } from "./router";
import { useTitle } from "./title";

interface Props {
  title?: string;
  message?: string;
  error?: unknown;
  retry?: string;
  onRetry?: () => void;
}

/** A page's own words when it has nothing to show: not found, refused, no answer. */
export function Problem({ title, message, error, retry = "Try again", onRetry }: Props) {
  const { go } = useRouter();
  const said = describe(error);
  useTitle(title ?? said.title);
  return (
    <div className="problem" role="alert">
      <Box textAlign="center" padding={{ vertical: "xxxl" }}>
        <SpaceBetween size="s">
          <Box variant="h1">{title ?? said.title}</Box>
          <Box variant="p" color="text-body-secondary">
            {message ?? said.message}
          </Box>
          <SpaceBetween direction="horizontal" size="xs" alignItems="center" className="centred">
            {onRetry && <Button onClick={onRetry}>{retry}</Button>}
            <Button
              variant="link"
              href="/"
              onFollow={(event) => {
                event.preventDefault();
                go("/");
              }}
            >
              Go to dashboards
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </Box>
    </div>
  );
}

function describe(error: unknown): { title: string; message: string } {
  if (!(error instanceof ApiError)) return { title: "Something went wrong", message: "Load the page again." };
  if (error.status === 0 || error.status >= 500) return { title: "The hub does not answer", message: error.message };
  if (error.status === 404 || error.code === "ResourceNotFoundException") {
    return {
      title: "Not found, or not shared with you",
      message: `${error.message} If somebody sent you this link, ask them to share it with you.`,
    };
  }
  if (error.status === 403 || error.code.startsWith("AccessDenied")) {
    return { title: "You may not see this", message: `${error.message} Ask your administrator for access.` };
  }
  return { title: "The hub refused this", message: error.message };
}
