import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ApiError } from "../api/client";
import type { Session } from "../api/session";
import { useRouter } from "../shell/router";
import { useSession } from "../shell/Session";
import { useTitle } from "../shell/title";
import { keptToken, landing } from "./persona";
import { useSignIn } from "./useSignIn";

/** Signing in happens where one is: the address stays, and its page comes afterwards. */
export default function SignInPage() {
  useTitle("Sign in");
  const session = useSession();
  return (
    <div className="page page-narrow">
      <SpaceBetween size="l">
        {session.demo && <Personas session={session} />}
        <LocalUser />
      </SpaceBetween>
    </div>
  );
}

function Personas({ session }: { session: Session }) {
  const { go, path } = useRouter();
  const enter = useSignIn(async (entered) => {
    if (path === "/") go(await landing(entered).catch(() => "/"), { replace: true });
  });
  const personas = session.personas ?? [];
  const token = keptToken();
  if (token === "" || personas.length === 0) {
    return (
      <Alert type="info" header="This is the demo">
        Its people sign in by a link. Copy one from the terminal in which the demo runs: it stands on the last screen.
      </Alert>
    );
  }
  return (
    <Container
      header={
        <Header variant="h2" description="One click, no password: these people exist in the demo only.">
          Sign in as
        </Header>
      }
    >
      <div className="persona-cards">
        {personas.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            className="persona-card"
            disabled={enter.isPending}
            onClick={() => enter.mutate({ persona: id, token })}
          >
            <span className="persona-title">{title}</span>
            <span className="persona-go" aria-hidden="true">
              →
            </span>
          </button>
        ))}
      </div>
      {enter.error && (
        <Box margin={{ top: "m" }}>
          <Alert type="error">The demo has been started anew since. Copy a link from its terminal.</Alert>
        </Box>
      )}
    </Container>
  );
}

function LocalUser() {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState(false);
  const enter = useSignIn();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(user === "" || password === "");
        if (user !== "" && password !== "") enter.mutate({ user, password });
      }}
    >
      <Container header={<Header variant="h1">Sign in to Interlaken</Header>}>
        <SpaceBetween size="l">
          {enter.error && (
            <Alert type="error" header="Not signed in">
              {enter.error instanceof ApiError ? enter.error.message : "The hub does not answer."}
            </Alert>
          )}
          <FormField label="User name" errorText={missing && user === "" ? "Enter your user name." : undefined}>
            <Input value={user} onChange={({ detail }) => setUser(detail.value)} autoComplete="username" name="user" />
          </FormField>
          <FormField label="Password" errorText={missing && password === "" ? "Enter your password." : undefined}>
            <Input
              value={password}
              onChange={({ detail }) => setPassword(detail.value)}
              type="password"
              autoComplete="current-password"
              name="password"
            />
          </FormField>
          <Button variant="primary" loading={enter.isPending} formAction="submit" fullWidth>
            Sign in
          </Button>
          <Box color="text-body-secondary" fontSize="body-s">
            No user yet, or the password forgotten? An administrator of the hub sends you an invitation.
          </Box>
        </SpaceBetween>
      </Container>
    </form>
  );
}
